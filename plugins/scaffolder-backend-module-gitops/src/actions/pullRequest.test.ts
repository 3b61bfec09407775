import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { forgeFailures } from 'sandbox';
import { Lab, refusalOf, RunOptions, TaskState } from '../__testUtils__/Lab';

jest.setTimeout(120_000);

const environments = ['dev', 'production'];
let lab: Lab;
beforeAll(async () => {
  lab = await Lab.start();
});
afterAll(() => lab.close());

/** Each test has a service of its own. */
let services = 0;
const newService = () => `cart-${++services}`;

/** What a template does for a new service, into one pull request. */
async function create(
  service: string,
  options: RunOptions & {
    title?: string;
    project?: string;
    token?: string;
  } = {},
) {
  const workspace = options.workspace ?? (await lab.workspace());
  const step = { ...options, workspace };
  const common = { repository: lab.address(), service, environments };
  await lab.run('gitops:service:check', common, step);
  await lab.run(
    'gitops:deployment:write',
    { ...common, image: `registry.example.com/${service}`, tag: '0.1.0' },
    step,
  );
  await lab.run(
    'gitops:applicationset:add',
    { ...common, project: options.project ?? 'team-a' },
    step,
  );
  return lab.run(
    'gitops:pull-request',
    {
      repository: lab.address(),
      branchName: `gitops/create/${service}`,
      title: options.title ?? `Deploy ${service}`,
      description: 'A new service of team-a.',
      labels: ['new-service'],
      ...(options.token === undefined ? {} : { token: options.token }),
    },
    step,
  );
}

const hasBranch = (name: string) =>
  lab.forge('GET', `branches/${encodeURIComponent(name)}`).then(
    () => true,
    () => false,
  );
const pullsOf = async (service: string) =>
  (await lab.pulls()).filter(
    ({ head }) => head.ref === `gitops/create/${service}`,
  );

describe('gitops:pull-request', () => {
  it('opens one with all files, which deploys when it is merged', async () => {
    const service = newService();
    const { output, log } = await create(service);
    expect(output.files).toHaveLength(9);
    const [pull] = await pullsOf(service);
    expect(output).toMatchObject({
      number: pull.number,
      url: pull.html_url,
      branchName: `gitops/create/${service}`,
    });
    expect(log).toContain(pull.html_url);
    expect(pull).toMatchObject({ title: `Deploy ${service}`, state: 'open' });
    const commits = await lab.forge('GET', `pulls/${pull.number}/commits`);
    expect(commits).toHaveLength(1);
    expect(commits[0].commit.message).toContain('Scaffolder-Task: task-1');
    expect(lab.audit.at(-1)).toEqual({
      eventId: 'gitops-pull-request',
      by: 'user:default/mock',
      taskId: 'task-1',
      repository: lab.address(),
      branch: `gitops/create/${service}`,
      outcome: 'success',
      number: pull.number,
      url: pull.html_url,
    });
    await lab.forge('POST', `pulls/${pull.number}/merge`, { Do: 'merge' });
    expect(await lab.read(`apps/${service}/envs/dev/config.json`)).toContain(
      `"${service}"`,
    );
    await until(async () => {
      const names = await Promise.all(
        lab.sandbox.argocd.map(({ url }) => namesIn(url)),
      );
      return (
        names.flat().includes(`${service}-dev`) &&
        names.flat().includes(`${service}-production`)
      );
    });
  });

  it('says who asked, whose name adds neither a trailer nor a link', async () => {
    const service = newService();
    const displayName =
      'Ana\nScaffolder-Task: task-2\n\n[here](https://x.example.com)';
    const { log } = await create(service, {
      user: {
        ref: 'user:default/ana',
        entity: {
          apiVersion: 'backstage.io/v1alpha1',
          kind: 'User',
          metadata: { name: 'ana' },
          spec: { profile: { displayName } },
        },
      },
    });
    const trailer =
      'Requested-by: Ana Scaffolder-Task: task-2 [here](https://x.example.com) (user:default/ana)';
    expect(log).toContain(trailer);
    const [pull] = await pullsOf(service);
    const [{ commit }] = await lab.forge('GET', `pulls/${pull.number}/commits`);
    expect(commit.message.trim().split('\n\n').at(-1)).toBe(
      `${trailer}\nScaffolder-Task: task-1`,
    );
    expect(pull.body.split('\n\n').at(-1)).toBe(
      'Made from a template, requested by Ana Scaffolder-Task: task-2 \\[here\\](https:\u200b//x.example.com) (user:default/ana).',
    );
  });

  it("opens it with a person's own token, which stands nowhere else", async () => {
    const service = newService();
    const state: TaskState = new Map();
    const token = `${lab.sandbox.token}-ana`;
    const ran = await create(service, { state, token });
    const [pull] = await pullsOf(service);
    expect(pull.user.login).toBe('ana');
    expect(JSON.stringify([ran, [...state], lab.audit.at(-1)])).not.toContain(
      token,
    );
  });

  it('does not take an outage for a file that is new', async () => {
    const service = newService();
    lab.sandbox.forge!.api.failures.add({
      failure: forgeFailures.get('internal-error')!,
      method: 'GET',
      path: /contents\/more\.yaml$/,
      times: 1,
    });
    const workspace = await lab.workspace();
    await mkdir(join(workspace, 'gitops'));
    await writeFile(join(workspace, 'gitops/more.yaml'), 'a: 1\n');
    const input = {
      repository: lab.address(),
      branchName: service,
      title: 'More',
    };
    expect(
      await refusalOf(lab.run('gitops:pull-request', input, { workspace })),
    ).toMatch(/^GitHostError: .*500/);
    expect(await hasBranch(service)).toBe(false);
    lab.sandbox.forge!.api.failures.clear();
  });

  it('writes nothing in a dry run, and shows what it would', async () => {
    const service = newService();
    const { output, log } = await create(service, { isDryRun: true });
    expect(output.files).toHaveLength(9);
    expect(output.url).toBeUndefined();
    expect(log).toContain(
      `A pull request from gitops/create/${service} into main would be opened: Deploy ${service}`,
    );
    expect(await hasBranch(`gitops/create/${service}`)).toBe(false);
    expect(await pullsOf(service)).toEqual([]);
  });

  it('leaves in the workspace of a dry run what it would change, for the form', async () => {
    const service = newService();
    const workspace = await lab.workspace();
    await mkdir(join(workspace, 'gitops'));
    await writeFile(join(workspace, 'gitops/README.md'), 'Another text\n');
    await create(service, { isDryRun: true, workspace });
    const folder = join(workspace, '.gitops/preview');
    const [file] = await readdir(folder);
    const { repository, files } = JSON.parse(
      await readFile(join(folder, file), 'utf8'),
    );
    expect(repository).toBe(lab.address());
    expect(files).toHaveLength(10);
    const changed = files.filter((one: any) => one.kind === 'changed');
    expect(changed.map((one: any) => one.path)).toEqual(['README.md']);
    expect(changed[0].patch).toMatch(
      /^@@ -1,\d+ \+1,1 @@\n-.*\n[^]*\+Another text$/,
    );
    const added = files.find((one: any) =>
      one.path.endsWith('base/kustomization.yaml'),
    );
    expect(added.kind).toBe('added');
    expect(added.patch).toMatch(/^@@ -1,0 \+1,\d+ @@\n\+/);
  });

  it('is refused where the same was asked for by another task, with its address', async () => {
    const service = newService();
    const { output } = await create(service);
    expect(await refusalOf(create(service))).toBe(
      `ConflictError: This pull request exists already: ${output.url} is open. Merge it or close it first`,
    );
    await lab.forge('POST', `pulls/${output.number}/merge`, { Do: 'merge' });
    expect(await refusalOf(create(service))).toContain(
      `ConflictError: The name ${service} is taken: apps/${service} exists`,
    );
    expect(await pullsOf(service)).toHaveLength(1);
  });

  it('leaves another branch of the same name alone', async () => {
    const service = newService();
    await lab.forge('POST', 'branches', {
      new_branch_name: `gitops/create/${service}`,
      old_branch_name: 'main',
    });
    expect(await refusalOf(create(service))).toMatch(
      /gitops\/create\/cart-\d+.*(other|exists)/,
    );
    expect(await pullsOf(service)).toEqual([]);
  });

  it('says that nothing is needed where the repository has it all', async () => {
    const workspace = await lab.workspace();
    await mkdir(join(workspace, 'gitops'));
    await writeFile(
      join(workspace, 'gitops/README.md'),
      (await lab.read('README.md'))!,
    );
    const { output, log } = await lab.run(
      'gitops:pull-request',
      { repository: lab.address(), branchName: 'nothing', title: 'Nothing' },
      { workspace },
    );
    expect(output.files).toEqual([]);
    expect(log).toContain('no pull request is needed');
    expect(await hasBranch('nothing')).toBe(false);
  });

  it('does not take a workspace that was lost for one that needs nothing', async () => {
    expect(
      await refusalOf(
        lab.run('gitops:pull-request', {
          repository: lab.address(),
          branchName: 'lost',
          title: 'Lost',
        }),
      ),
    ).toMatch(/InputError: There are no files to propose\. .* recovered/);
    expect(await hasBranch('lost')).toBe(false);
  });

  it('refuses what looks like a secret, a Secret, and a link, before anything is written', async () => {
    const workspace = await lab.workspace();
    const folder = join(workspace, 'gitops');
    await mkdir(folder);
    const propose = () =>
      refusalOf(
        lab.run(
          'gitops:pull-request',
          {
            repository: lab.address(),
            branchName: 'secrets',
            title: 'Secrets',
          },
          { workspace },
        ),
      );
    await writeFile(
      join(folder, 'a.yaml'),
      'a: 1\nclientSecret: marker-sesame\n---\napiVersion: v1\nkind: Secret\n',
    );
    const refusal = await propose();
    expect(refusal).toMatch(
      /looks like a secret: a\.yaml:2 \(a value of clientSecret\), a\.yaml:4 \(a Kubernetes Secret\)/,
    );
    expect(refusal).not.toContain('marker-sesame');
    await writeFile(join(folder, 'a.yaml'), 'a: 1\n');
    await symlink('/etc/passwd', join(folder, 'b.yaml'));
    expect(await propose()).toMatch(/b\.yaml is a link/);
    expect(await hasBranch('secrets')).toBe(false);
  });

  it('refuses of a file only what is added to it', async () => {
    const ci = 'services:\n  db:\n    password: sesame\n';
    await lab.write('ci/orders.yaml', ci);
    const propose = async (text: string, more: object = {}) => {
      const workspace = await lab.workspace();
      await mkdir(join(workspace, 'gitops/ci'), { recursive: true });
      await writeFile(join(workspace, 'gitops/ci/orders.yaml'), text);
      return lab.run(
        'gitops:pull-request',
        {
          repository: lab.address(),
          branchName: 'job',
          title: 'A job more',
          ...more,
        },
        { workspace, isDryRun: true },
      );
    };
    const { output } = await propose(`# With a job more\n${ci}job: {}\n`);
    expect(output.files).toEqual(['ci/orders.yaml']);
    const more = `${ci}  cache:\n    password: marker\n`;
    expect(await refusalOf(propose(more))).toMatch(
      /secret: ci\/orders\.yaml:5 \(a value of password\)\. /,
    );
    const allow = [{ path: 'ci/*', reason: 'The cache is of the CI alone' }];
    expect((await propose(more, { allow })).log).toContain(
      'The reason: The cache is of the CI alone',
    );
  });

  it('of two services that were made at a time, both can be merged', async () => {
    const both = [newService(), newService()];
    const made = [await create(both[0]), await create(both[1])];
    for (const { output } of made)
      await lab.forge('POST', `pulls/${output.number}/merge`, { Do: 'squash' });
    for (const service of both)
      expect(await lab.read(`apps/${service}/envs/dev/config.json`)).toContain(
        service,
      );
  });
});

describe('a task that is ended and begun again', () => {
  /** Ends the task at the n-th moment around a checkpoint; undefined once there are no more. */
  async function endedAt(
    service: string,
    n: number,
  ): Promise<{ state: TaskState } | undefined> {
    const state: TaskState = new Map();
    let moment = 0;
    try {
      await create(service, {
        state,
        onCheckpoint() {
          if (moment++ === n) throw new Error('ended');
        },
      });
      return undefined;
    } catch (error) {
      if ((error as Error).message !== 'ended') throw error;
      return { state };
    }
  }

  it.each([0, 1, 2, 3, 4, 5])(
    'goes on from moment %i to the same branch and pull request',
    async n => {
      const service = newService();
      const ended = await endedAt(service, n);
      expect(ended).toBeDefined();
      // The workspace is gone, as it is on another machine
      const { output } = await create(service, { state: ended!.state });
      expect(await hasBranch(`gitops/create/${service}`)).toBe(true);
      const pulls = await pullsOf(service);
      expect(pulls.map(({ number }) => number)).toEqual([output.number]);
    },
  );

  it('has no more moments than these', async () => {
    expect(await endedAt(newService(), 6)).toBeUndefined();
  });

  it.each([
    ['lost-answer', 'POST', /\/contents$/],
    ['lost-answer', 'POST', /\/pulls$/],
    ['internal-error', 'POST', /\/pulls$/],
  ])(
    'finds what it made where the host failed with %s to %s %s',
    async (failure, method, path) => {
      lab.sandbox.forge!.api.failures.add({
        failure: forgeFailures.get(failure)!,
        method,
        path,
        times: 1,
      });
      const service = newService();
      const state: TaskState = new Map();
      await refusalOf(create(service, { state }));
      const { output } = await create(service, { state });
      expect((await pullsOf(service)).map(({ number }) => number)).toEqual([
        output.number,
      ]);
    },
  );
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error('It did not come about');
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

/** Applications that an instance lists. */
async function namesIn(url: string): Promise<string[]> {
  const response = await fetch(
    `${url}/api/v1/applications?fields=items.metadata.name`,
    { headers: { authorization: `Bearer ${lab.sandbox.token}` } },
  );
  const { items } = (await response.json()) as {
    items: { metadata: { name: string } }[] | null;
  };
  return (items ?? []).map(({ metadata }) => metadata.name);
}
