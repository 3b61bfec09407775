import { execFile } from 'node:child_process';
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { GitHost, GitHostError, GitHosts } from 'backstage-plugin-gitops-node';
import { forgeFailures } from 'sandbox';
import { Lab, refusalOf, RunOptions, TaskState } from '../__testUtils__/Lab';

jest.setTimeout(120_000);

const token = 'marker-token-0123456789';
let lab: Lab;
beforeAll(async () => {
  lab = await Lab.start({ instances: [], token });
});
afterAll(() => lab.close());
afterEach(() => lab.sandbox.forge!.api.failures.clear());

let services = 0;
const newName = () => `services/cart-${++services}`;

const entity = 'kind: Component\nmetadata:\n  name: cart\n';

const tagsOf = async (name: string): Promise<[string, string][]> => {
  const { stdout } = await promisify(execFile)('git', [
    '-c',
    `http.extraHeader=Authorization: token ${token}`,
    'ls-remote',
    '--tags',
    `${lab.address(name)}.git`,
  ]);
  const lines = stdout.trim().split('\n').filter(Boolean);
  return lines.map(line => line.split('\t') as [string, string]);
};

async function workspaceWith(
  files: Record<string, string> = {},
): Promise<string> {
  const workspace = await lab.workspace();
  await mkdir(join(workspace, 'source/src'), { recursive: true });
  const all = {
    'catalog-info.yaml': entity,
    'src/run.sh': '#!/bin/sh\n',
    ...files,
  };
  for (const [path, text] of Object.entries(all))
    await writeFile(join(workspace, 'source', path), text);
  await chmod(join(workspace, 'source/src/run.sh'), 0o755);
  return workspace;
}

async function publish(
  name: string,
  options: RunOptions & { input?: JsonObject } = {},
) {
  const { input = {}, ...rest } = options;
  const workspace = rest.workspace ?? (await workspaceWith());
  const ran = await lab.run(
    'gitops:repository:publish',
    { repository: lab.address(name), sourcePath: 'source', ...input },
    { ...rest, workspace },
  );
  expect(JSON.stringify(ran)).not.toContain(token);
  return ran;
}

const refusal = async (...given: Parameters<typeof publish>) => {
  const sentence = await refusalOf(publish(...given));
  expect(sentence).not.toContain(token);
  return sentence;
};

const exists = (name: string) =>
  lab.forge('GET', '', undefined, name).then(
    () => true,
    () => false,
  );
const commitsOf = (name: string): Promise<any[]> =>
  lab.forge('GET', 'commits', undefined, name);

function fail(failure: string, method: string, path: RegExp, times = 1): void {
  const { failures } = lab.sandbox.forge!.api;
  const found = forgeFailures.get(failure)!;
  failures.add({ failure: found, method, path, times });
}

describe('gitops:repository:publish', () => {
  it('makes a private repository with one commit of the folder', async () => {
    const name = newName();
    const { output, log } = await publish(name, {
      input: {
        description: 'Sells',
        commitMessage: 'Begin',
        authorName: 'Ana',
        authorEmail: 'ana@example.com',
      },
      user: { ref: 'user:default/ana' },
    });
    const [commit, ...others] = await commitsOf(name);
    expect(others).toEqual([]);
    expect(output).toEqual({
      remoteUrl: `${lab.address(name)}.git`,
      repositoryUrl: lab.address(name),
      commit: commit.sha,
      catalogInfoUrl: `${lab.address(name)}/src/branch/main/catalog-info.yaml`,
      refused: [],
    });
    expect(commit.commit).toMatchObject({
      message:
        'Begin\n\nRequested-by: ana (user:default/ana)\nScaffolder-Task: task-1\n',
      author: { name: 'Ana', email: 'ana@example.com' },
    });
    expect(log).toContain(lab.address(name));
    expect(log).toContain('Requested-by: ana (user:default/ana)');
    expect(lab.audit.at(-1)).toEqual({
      eventId: 'gitops-repository-publish',
      by: 'user:default/ana',
      taskId: 'task-1',
      repository: lab.address(name),
      visibility: 'private',
      outcome: 'success',
      commit: commit.sha,
      refused: [],
    });
    expect(await lab.forge('GET', '', undefined, name)).toMatchObject({
      private: true,
      description: 'Sells',
      empty: false,
    });
    const { tree } = await lab.forge(
      'GET',
      'git/trees/main?recursive=true',
      undefined,
      name,
    );
    expect(
      tree
        .filter((one: any) => one.type === 'blob')
        .map((one: any) => [one.path, one.mode]),
    ).toEqual([
      ['catalog-info.yaml', '100644'],
      ['src/run.sh', '100755'],
    ]);
  });

  it("makes a public one of the credentials' own user, with another branch", async () => {
    const name = 'platform/own';
    await publish(name, {
      input: { visibility: 'public', defaultBranch: 'trunk' },
    });
    expect(await lab.forge('GET', '', undefined, name)).toMatchObject({
      private: false,
      default_branch: 'trunk',
    });
  });

  it('refuses a visibility that the host does not have, also in a dry run', async () => {
    const name = newName();
    const input = { visibility: 'internal' };
    const sentence = `InputError: Repositories on ${
      new URL(lab.url).host
    } are private or public, not internal. Make it private and give those who read it access, or make it public`;
    expect(await refusal(name, { input })).toBe(sentence);
    expect(await refusal(name, { input, isDryRun: true })).toBe(sentence);
    expect(await exists(name)).toBe(false);
  });

  it('tags the commit, so that the CI builds it', async () => {
    const name = newName();
    const { output, log } = await publish(name, { input: { tag: 'v0.1.0' } });
    expect(await tagsOf(name)).toEqual([[output.commit, 'refs/tags/v0.1.0']]);
    expect(log).toContain(`with commit ${output.commit} and tag v0.1.0`);
  });

  it('refuses what is not the name of a tag', async () => {
    const name = newName();
    expect(await refusal(name, { input: { tag: 'a..b' } })).toMatch(
      /^InputError: tag "a\.\.b" can't be the name of a tag/,
    );
    expect(await exists(name)).toBe(false);
  });

  it('writes nothing in a dry run, and says what it would', async () => {
    const name = newName();
    const { output, log } = await publish(name, { isDryRun: true });
    expect(log).toContain(
      `The repository ${name} would be made, private, with 2 files in one commit on main`,
    );
    expect(output).toMatchObject({ repositoryUrl: lab.address(name) });
    expect(output.commit).toBeUndefined();
    expect(await exists(name)).toBe(false);
    const taken = await publish('platform/gitops', { isDryRun: true });
    expect(taken.log).toContain('exists already');
  });

  it('is refused where the name is taken, also by an empty repository', async () => {
    const name = newName();
    await publish(name);
    const [before] = await commitsOf(name);
    const sentence = `The repository ${name} exists already: ${lab.address(
      name,
    )}. Choose another name`;
    expect(await refusal(name)).toBe(`ConflictError: ${sentence}`);
    expect(lab.audit.at(-1)).toMatchObject({ outcome: sentence });
    expect(await commitsOf(name)).toMatchObject([{ sha: before.sha }]);
    await lab.sandbox.forge!.api.createRepository({
      owner: 'services',
      name: 'empty',
      commits: [],
    });
    expect(await refusal('services/empty')).toContain('exists already');
  });

  it('of two tasks that ask at once, one gets the name', async () => {
    const name = newName();
    const state: TaskState = new Map();
    // The other one is as fast as can be: between claim and push
    const sentence = await refusal(name, {
      state,
      async onCheckpoint(when, key) {
        if (when === 'after' && key.endsWith('.claim'))
          await lab.sandbox.forge!.api.createRepository({
            owner: 'services',
            name: name.split('/')[1],
            commits: [
              {
                message: 'Other\n\nScaffolder-Task: task-2',
                author: 'Bo <bo@example.com>',
                date: '2026-11-23T05:00:00Z',
                files: new Map([['a', 'a']]),
              },
            ],
          });
      },
    });
    expect(sentence).toMatch(/^ConflictError: .* was filled by somebody else/);
    expect(await commitsOf(name)).toHaveLength(1);
  });

  it('names the organisation that is not there', async () => {
    expect(await refusal('no-such/cart')).toContain(
      'no-such is no organisation',
    );
  });

  it('refuses secrets, links, and a folder without files, before anything is made', async () => {
    const name = newName();
    const workspace = await workspaceWith({
      'app.yaml': 'clientSecret: marker4711\n',
    });
    const secret = await refusal(name, { workspace });
    expect(secret).toContain('source/app.yaml:1 (a value of clientSecret)');
    expect(secret).not.toContain('marker4711');
    await writeFile(join(workspace, 'source/app.yaml'), 'a: 1\n');
    await symlink('/etc/passwd', join(workspace, 'source/link'));
    expect(await refusal(name, { workspace })).toContain(
      'source/link is a link',
    );
    expect(await refusal(name, { workspace: await lab.workspace() })).toContain(
      'no files in source',
    );
    expect(
      await refusal(name, { workspace, input: { sourcePath: '../..' } }),
    ).toMatch(/not allowed/i);
    expect(await exists(name)).toBe(false);
  });

  it('says that the credentials may not push, and nothing of them', async () => {
    const name = newName();
    fail('unauthorized', 'GET', /info\/refs$/, 9);
    expect(await refusal(name)).toMatch(/^NotAllowedError: .*may not push/);
  });

  it('knows the host whatever the case in which it is written', async () => {
    const own = lab.hosts.repository(lab.address(newName()));
    const missing = new GitHostError('notFound', 'No such repository');
    const written: GitHost = {
      type: 'gitea',
      host: 'Git.Example.com',
      repository: () =>
        Object.create(own, {
          host: { value: 'git.example.com' },
          get: { value: async () => Promise.reject(missing) },
        }),
    };
    const replaced = jest.replaceProperty(
      lab,
      'hosts',
      GitHosts.fromConfig(new ConfigReader({}), [written]),
    );
    const { output } = await lab.run(
      'gitops:repository:publish',
      {
        repository: 'https://git.example.com/services/cart',
        sourcePath: 'source',
      },
      { workspace: await workspaceWith(), isDryRun: true },
    );
    replaced.restore();
    expect(output.catalogInfoUrl).toBe(
      `${own.url}/src/branch/main/catalog-info.yaml`,
    );
  });

  it("names Backstage's own action for a host that makes no repositories", async () => {
    const azure = GitHosts.fromConfig(
      new ConfigReader({
        integrations: { azure: [{ host: 'dev.azure.com' }] },
      }),
    );
    const replaced = jest.replaceProperty(lab, 'hosts', azure);
    const sentence = await refusalOf(
      lab.run('gitops:repository:publish', {
        repository: 'https://dev.azure.com/acme/shop/_git/cart',
        sourcePath: 'source',
      }),
    );
    replaced.restore();
    expect(sentence).toContain('publish:azure');
  });
});

describe('rights in a new repository', () => {
  const rightsOf = async (name: string) => {
    const get = (path: string) => lab.forge('GET', path, undefined, name);
    const teams: { name: string }[] = await get('teams');
    const users: { login: string }[] = await get('collaborators');
    return {
      teams: teams.map(one => one.name),
      users: users.map(({ login }) => login),
      protections: await get('branch_protections'),
    };
  };

  it("are the owner's team's and the users', also where the task does it again", async () => {
    const name = newName();
    const state: TaskState = new Map();
    const input = {
      access: [
        { team: 'team-a', role: 'write' },
        { user: 'nora', role: 'read' },
      ],
      protect: true,
    };
    for (let time = 0; time < 2; time++) {
      const { output, log } = await publish(name, { input, state });
      expect(output.refused).toEqual([]);
      expect(log).toContain(`${name}: write access of team team-a is set`);
      expect(await rightsOf(name)).toMatchObject({
        teams: ['team-a'],
        users: ['nora'],
        protections: [
          { rule_name: 'main', required_approvals: 1, enable_push: false },
        ],
      });
    }
  });

  it('that the host refuses are warnings with who and why, and the others are given', async () => {
    const name = newName();
    fail('internal-error', 'PUT', /collaborators\/nora$/);
    const { output, log } = await publish(name, {
      input: {
        access: [
          { team: 'no-such', role: 'write' },
          { team: 'team-a', role: 'admin' },
          { user: 'nora', role: 'read' },
          { user: 'ana', role: 'read' },
        ],
      },
    });
    expect(output.refused).toEqual([
      'write access of team no-such',
      'admin access of team team-a',
      'read access of user nora',
    ]);
    expect(output.commit).toMatch(/^[0-9a-f]{40}$/);
    expect(log).toMatch(
      /The write access of team no-such is not as asked for\. .*there is no team no-such.*\. Set it by hand: /,
    );
    expect(log).toMatch(/team-a has the right write, not admin/);
    expect(await rightsOf(name)).toEqual({
      teams: ['team-a'],
      users: ['ana'],
      protections: [],
    });
  });

  it('name a team or a user, before anything is made', async () => {
    const name = newName();
    for (const entry of [{}, { team: 'a', user: 'b' }, { team: '' }])
      expect(
        await refusal(name, {
          input: { access: [{ ...entry, role: 'read' }] },
        }),
      ).toBe('InputError: access[0] has to name a team or a user');
    expect(await exists(name)).toBe(false);
  });
});

describe('a token of the person who asks', () => {
  const own = `${token}-ana`;

  it("takes the place of the portal's credentials, and stands nowhere else", async () => {
    const state: TaskState = new Map();
    const workspace = await workspaceWith();
    const name = 'ana/own';
    await publish(name, {
      state,
      workspace,
      input: { token: own, tag: 'v0.1.0' },
    });
    expect(await commitsOf(name)).toHaveLength(1);
    const kept = [[...state], lab.audit.at(-1)];
    expect(JSON.stringify(kept)).not.toContain(own);
    const { stdout } = await promisify(execFile)('sh', [
      '-c',
      'grep -rl "$0" "$1" || true',
      own,
      workspace,
    ]);
    expect(stdout).toBe('');
  });

  it('that the host does not accept is told without it', async () => {
    const sentence = await refusal('ana/revoked', {
      input: { token: 'marker-token-revoked' },
    });
    expect(sentence).toContain('does not accept the credentials');
    expect(sentence).not.toContain('marker-token-revoked');
  });

  it("is refused where it is empty, rather than the portal's used", async () => {
    const name = newName();
    expect(await refusal(name, { input: { token: '' } })).toMatch(
      /^InputError: token is empty/,
    );
    expect(await exists(name)).toBe(false);
  });
});

/** A task that has pushed its commit and was ended before the tag. */
async function endedBeforeTag(name: string): Promise<TaskState> {
  const state: TaskState = new Map();
  const sentence = await refusal(name, {
    state,
    input: { tag: 'v0.1.0' },
    onCheckpoint(when, key) {
      if (when === 'before' && key.endsWith('.tag')) throw new Error('ended');
    },
  });
  expect(sentence).toBe('Error: ended');
  return state;
}

/** Commits to it, as others do. */
const commitTo = (name: string) =>
  lab.forge(
    'POST',
    'contents/more.txt',
    { branch: 'main', message: 'More', content: '' },
    name,
  );

describe('a tag', () => {
  const input = { tag: 'v0.1.0' };

  it('is of the first commit also where others have pushed since', async () => {
    const name = newName();
    const state = await endedBeforeTag(name);
    await commitTo(name);
    const { output } = await publish(name, { state, input });
    expect(await tagsOf(name)).toEqual([[output.commit, 'refs/tags/v0.1.0']]);
  });

  it.each(['lost-answer', 'internal-error', 'connection-reset'])(
    'is there once where the host failed with %s',
    async failure => {
      const name = newName();
      const state = await endedBeforeTag(name);
      fail(failure, 'POST', /git-receive-pack$/);
      await refusalOf(publish(name, { state, input }));
      const { output } = await publish(name, { state, input });
      expect(await tagsOf(name)).toEqual([[output.commit, 'refs/tags/v0.1.0']]);
    },
  );

  it('is found where the task was ended after it was pushed', async () => {
    const name = newName();
    const state: TaskState = new Map();
    const sentence = await refusal(name, {
      state,
      input,
      onCheckpoint(when, key) {
        if (when === 'after' && key.endsWith('.tag')) throw new Error('ended');
      },
    });
    expect(sentence).toBe('Error: ended');
    const { output } = await publish(name, { state, input });
    expect(await tagsOf(name)).toEqual([[output.commit, 'refs/tags/v0.1.0']]);
  });

  it('of another commit is left as it is', async () => {
    const name = newName();
    const state = await endedBeforeTag(name);
    await commitTo(name);
    const [{ sha }] = await commitsOf(name);
    const other: TaskState = new Map(state);
    for (const [key, value] of state)
      if (value && typeof value === 'object' && 'commit' in value)
        other.set(key, { commit: sha });
    await publish(name, { state: other, input });
    expect(await refusal(name, { state, input })).toMatch(
      new RegExp(
        `^ConflictError: ${name} has the tag v0\\.1\\.0 already, of commit ${sha}`,
      ),
    );
    expect(await tagsOf(name)).toEqual([[sha, 'refs/tags/v0.1.0']]);
  });

  it('that may not be pushed is told, and nothing of the credentials', async () => {
    const name = newName();
    const state = await endedBeforeTag(name);
    fail('unauthorized', 'GET', /info\/refs$/, 9);
    expect(await refusal(name, { state, input })).toMatch(
      /^NotAllowedError: .*may not push/,
    );
  });
});

describe('a task that is ended and begun again', () => {
  /** Ends the task at the n-th moment around a checkpoint; undefined once there are no more. */
  async function endedAt(
    name: string,
    n: number,
  ): Promise<TaskState | undefined> {
    const state: TaskState = new Map();
    let moment = 0;
    const sentence = await refusal(name, {
      state,
      onCheckpoint() {
        if (moment++ === n) throw new Error('ended');
      },
    });
    return sentence === 'Error: ended' ? state : undefined;
  }

  it.each([0, 1, 2, 3])(
    'goes on from moment %i to the same repository and commit',
    async n => {
      const name = newName();
      const state = await endedAt(name, n);
      expect(state).toBeDefined();
      // The workspace is gone, as it is on another machine
      const { output } = await publish(name, { state });
      const again = await publish(name, { state });
      expect(again.output).toEqual(output);
      const commits = await commitsOf(name);
      expect(commits.map(({ sha }) => sha)).toEqual([output.commit]);
    },
  );

  it('has no more moments than these', async () => {
    expect(await endedAt(newName(), 4)).toBeUndefined();
  });

  it.each([
    ['lost-answer', /\/repos$/],
    ['internal-error', /\/repos$/],
    ['lost-answer', /git-receive-pack$/],
    ['connection-reset', /git-receive-pack$/],
  ])(
    'finds what it made where the host failed with %s to %s',
    async (failure, path) => {
      const name = newName();
      fail(failure, 'POST', path);
      const state: TaskState = new Map();
      await refusal(name, { state });
      const { output } = await publish(name, { state });
      const commits = await commitsOf(name);
      expect(commits.map(({ sha }) => sha)).toEqual([output.commit]);
    },
  );

  it('waits for a host that fails until it has taken note of the push', async () => {
    const name = newName();
    const state = await endedAt(name, 3);
    fail('internal-error', 'GET', /branches\/main$/, 3);
    const { output } = await publish(name, { state });
    expect(await commitsOf(name)).toMatchObject([{ sha: output.commit }]);
    fail('internal-error', 'GET', /branches\/main$/, 3);
    const other = await publish(newName());
    expect(other.output.commit).toMatch(/^[0-9a-f]{40}$/);
  });

  it('goes on where others have pushed since', async () => {
    const name = newName();
    const state = await endedAt(name, 3);
    const [{ sha }] = await commitsOf(name);
    await commitTo(name);
    expect((await publish(name, { state })).output.commit).toBe(sha);
  });
});
