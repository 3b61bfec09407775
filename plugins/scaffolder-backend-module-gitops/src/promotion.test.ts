import { execFile } from 'node:child_process';
import { parse } from 'yaml';
import { inWorkspace, Lab } from './__testUtils__/Lab';
import { AskedPortal } from './workflows/__testUtils__/AskedPortal';

jest.setTimeout(120_000);

const service = 'ledger';
const overlay = (environment: string) =>
  `apps/${service}/envs/${environment}/kustomization.yaml`;
const ci = `on: push
jobs:
  build-image:
    steps: [{ run: docker push }]
`;

let lab: Lab;
let portal: AskedPortal;
beforeAll(async () => {
  portal = await AskedPortal.start('marker-portal');
  lab = await Lab.start({ speed: 200 });
  await lab.sandbox.forge!.api.createRepository({
    owner: 'services',
    name: service,
    commits: [
      {
        message: 'Begin',
        author: 'Bo <bo@example.com>',
        date: '2026-11-23T05:00:00Z',
        files: new Map([['.gitea/workflows/ci.yaml', ci]]),
      },
    ],
  });
  // As an adopter has it: the workflow in the GitOps repository, which knows the portal's token
  const workspace = await lab.workspace();
  const file = 'contents/.gitea/workflows/promote.yaml';
  const { sha } = await lab.forge('GET', file);
  await lab.forge('DELETE', file, { sha, branch: 'main', message: 'Begin' });
  const { output } = await lab.run(
    'gitops:promote-workflow:add',
    {
      environments: ['staging'],
      repository: lab.address(),
      portal: portal.url,
    },
    { workspace },
  );
  for (const path of output.files)
    await lab.write(path, await inWorkspace(workspace, `gitops/${path}`));
  await lab.forge('PUT', 'actions/secrets/PORTAL_TOKEN', {
    data: 'marker-portal',
  });
});
afterAll(async () => {
  await portal?.stop();
  await lab?.close();
});
beforeEach(() => {
  portal.asked.length = 0;
  portal.answer = { allowed: true, sentence: 'No gate blocks it.' };
});

/** What a service's CI runs for a tag, to an environment that its template says. */
async function release(tag: string, environment = 'staging'): Promise<string> {
  const workspace = await lab.workspace();
  const { output } = await lab.run(
    'gitops:promotion-workflow:write',
    {
      service,
      environment,
      repository: lab.address(),
      sourceRepository: lab.address(`services/${service}`),
      targetPath: 'code',
    },
    { workspace },
  );
  const { jobs } = parse(await inWorkspace(workspace, `code/${output.file}`));
  const [{ run }] = jobs[`promote-${service}-${environment}`].steps;
  const env = {
    PATH: process.env.PATH,
    TAG: tag,
    BUILD: '0.0.0-main.57.g4f2a1b9c0d1e',
    PROMOTE_TOKEN: `${lab.sandbox.token}-nora`,
  };
  return new Promise((resolve, reject) => {
    execFile('sh', ['-e', '-c', run], { env }, (error, stdout, stderr) =>
      error ? reject(new Error(`${error.message}${stderr}`)) : resolve(stdout),
    );
  });
}

/** The run of the workflow that was started last, once it has ended, and what its page says. */
async function lastRun(): Promise<{ run: any; log: string }> {
  for (;;) {
    const { workflow_runs: runs } = await lab.forge(
      'GET',
      'actions/workflows/promote.yaml/runs?limit=1',
    );
    if (runs[0].status === 'completed')
      return {
        run: runs[0],
        log: await (await fetch(runs[0].html_url)).text(),
      };
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}

describe("a tag of a service's code", () => {
  it('is promoted to staging by the workflow of the GitOps repository, which asks the portal', async () => {
    expect(await release('v9.1.0')).toBe(
      'Started the promotion of ledger 9.1.0 to staging.\n',
    );
    const { run } = await lastRun();
    expect(run).toMatchObject({
      conclusion: 'success',
      display_title: 'Promote ledger 9.1.0 to staging',
      actor: { login: 'nora' },
    });
    expect(await lab.read(overlay('staging'))).toContain('newTag: "9.1.0"');
    expect(portal.asked).toEqual([
      {
        path: '/v1/services/component/default/ledger/workflow/check',
        token: 'Bearer marker-portal',
        body: {
          to: 'staging',
          version: '9.1.0',
          build: '0.0.0-main.57.g4f2a1b9c0d1e',
        },
      },
    ]);
    const [{ commit }] = await lab.forge('GET', 'commits?limit=1');
    expect(commit.message).toMatch(
      /^Promote ledger 9\.1\.0 to staging\n\nFrom: .*\nTo: 9\.1\.0\nStarted-by: nora\nRun: http/,
    );
  });

  it('is not promoted to production, whatever the CI says', async () => {
    const before = await lab.read(overlay('production'));
    await release('v9.2.0', 'production');
    const { run, log } = await lastRun();
    expect(run.conclusion).toBe('failure');
    expect(log).toContain('This workflow does not promote to production');
    expect(await lab.read(overlay('production'))).toBe(before);
    expect(portal.asked).toEqual([]);
  });

  it('is not promoted while a gate blocks it, and the run says which', async () => {
    portal.answer = { allowed: false, sentence: 'Staging is frozen.' };
    const before = await lab.read(overlay('staging'));
    await release('v9.3.0');
    const { run, log } = await lastRun();
    expect(run.conclusion).toBe('failure');
    expect(log).toContain(
      'The portal refuses ledger 9.3.0 in staging: Staging is frozen.',
    );
    expect(log).not.toContain('marker-portal');
    expect(await lab.read(overlay('staging'))).toBe(before);
  });

  it('does not take staging back when an old release is run again', async () => {
    await release('v9.0.0');
    const { run, log } = await lastRun();
    expect(run.conclusion).toBe('success');
    expect(log).toContain('which is newer than 9.0.0: nothing was changed');
  });
});
