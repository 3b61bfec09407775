import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { inWorkspace, Lab, refusalOf } from '../__testUtils__/Lab';

jest.setTimeout(60_000);

const service = 'cart';
const environments = ['dev', 'production'];
const image = 'registry.example.com/cart';

let lab: Lab;
let workspace: string;
const run = (id: string, input: object) =>
  lab.run(id, { ...input }, { workspace });
const check = (more: object = {}) =>
  run('gitops:service:check', {
    service,
    environments,
    repository: lab.address(),
    ...more,
  });

beforeAll(async () => {
  lab = await Lab.start({ argocd: false } as never);
});
afterAll(() => lab.close());
beforeEach(async () => {
  workspace = await lab.workspace();
});

describe('what gitops:service:check was given', () => {
  it.each([
    ['gitops:deployment:write', { image, tag: '0.1.0' }, 7],
    ['gitops:applicationset:add', { project: 'team-a' }, 2],
    ['gitops:app-of-apps:add', { project: 'team-a' }, 2],
    ['gitops:image-updater:write', { image }, 2],
    [
      'gitops:externalsecret:write',
      {
        store: { name: 'a', kind: 'SecretStore' },
        keys: [{ secretKey: 'A', key: '{environment}/{service}' }],
        plainFolder: true,
      },
      2,
    ],
  ])('is the default of %s', async (id, input, count) => {
    await check();
    const { output } = await run(id, input);
    expect(output.files).toHaveLength(count);
    expect(output.files.join()).toContain('cart');
  });

  it('is the default of gitops:migration-job:write, after the deployment', async () => {
    await check();
    await run('gitops:deployment:write', { image, tag: '0.1.0' });
    const { output } = await run('gitops:migration-job:write', {
      image,
      command: ['a'],
    });
    expect(output.files.join()).toContain('cart');
  });

  it('is the default of the promotion, which is written for another folder', async () => {
    await check({ branch: 'main' });
    await lab.write(
      '.gitea/workflows/ci.yaml',
      'jobs:\n  build-image: { needs: test }\n',
    );
    const sourceRepository = lab.address();
    await run('gitops:promotion-workflow:write', {
      environment: 'staging',
      sourceRepository,
      targetPath: 'code',
    });
    const job = await inWorkspace(workspace, 'code/.gitea/workflows/ci.yaml');
    expect(job).toContain('\\"service\\":\\"cart\\"');
    expect(job).toContain(`${lab.url}/api/v1/repos/platform/gitops/`);
  });

  it('is the default of the pull request', async () => {
    await check();
    await run('gitops:deployment:write', { image, tag: '0.1.0' });
    const { output } = await run('gitops:pull-request', {
      branchName: 'gitops/create/cart',
      title: 'Deploy cart',
    });
    expect(output.files).toHaveLength(7);
  });

  it('gives way to what a step is given itself', async () => {
    await check();
    const { output } = await run('gitops:applicationset:add', {
      project: 'a',
      service: 'wishes',
      environments: ['dev'],
    });
    expect(output.applications).toEqual(['wishes-dev']);
  });

  it('is that of the last check of a folder, and is not of other folders', async () => {
    await check();
    await check({ service: 'wishes', environments: ['dev'] });
    await check({ service: 'shop', targetPath: 'others' });
    const add = (more: object = {}) =>
      run('gitops:applicationset:add', { project: 'a', ...more });
    expect((await add()).output.applications).toEqual(['wishes-dev']);
    expect((await add({ targetPath: 'others' })).output.applications).toEqual([
      'shop-dev',
      'shop-production',
    ]);
  });

  it('has the address of the repository as the template writes it', async () => {
    await check({ repository: `${lab.address()}.git` });
    await run('gitops:app-of-apps:add', { project: 'a' });
    const text = await inWorkspace(
      workspace,
      'gitops/environments/dev/cart.yaml',
    );
    expect(parse(text).spec.source.repoURL).toBe(`${lab.address()}.git`);
  });

  it('is still known where a killed task goes on in the restored workspace', async () => {
    const state = new Map();
    const input = { service, environments, repository: lab.address() };
    const killed = lab.run('gitops:service:check', input, {
      workspace,
      state,
      onCheckpoint(when) {
        if (when === 'after') throw new Error('killed');
      },
    });
    expect(await refusalOf(killed)).toBe('Error: killed');
    await lab.run('gitops:service:check', input, { workspace, state });
    const { output } = await run('gitops:applicationset:add', { project: 'a' });
    expect(output.applications).toEqual(['cart-dev', 'cart-production']);
  });

  it('is pinned again where the check itself goes on without its workspace', async () => {
    const state = new Map();
    const input = { service, environments, repository: lab.address() };
    await lab.run('gitops:service:check', input, { workspace, state });
    workspace = await lab.workspace();
    await lab.run('gitops:service:check', input, { workspace, state });
    const { output } = await run('gitops:applicationset:add', { project: 'a' });
    expect(output.files).toHaveLength(2);
  });
});

describe('a step that is given nothing', () => {
  const sentence =
    'Give it to this step, or to gitops:service:check in a step before it';

  it.each([
    ['gitops:deployment:write', { image, tag: '1' }, 'service'],
    ['gitops:deployment:write', { image, tag: '1', service }, 'environments'],
    ['gitops:migration-job:write', { image, command: ['a'] }, 'service'],
    ['gitops:pull-request', { branchName: 'a', title: 'a' }, 'repository'],
    [
      'gitops:promotion-workflow:write',
      { environment: 'staging', style: 'gitea', service },
      'repository',
    ],
  ])('%s with %j says that %s is missing', async (id, input, name) =>
    expect(await refusalOf(run(id, input))).toContain(
      `InputError: ${name} is missing. ${sentence}`,
    ),
  );

  it('says so where the workspace was lost when the task was recovered', async () => {
    await check();
    await rm(join(workspace, '.gitops'), { recursive: true });
    expect(
      await refusalOf(run('gitops:applicationset:add', { project: 'a' })),
    ).toMatch(/the workspace was lost when the task was recovered/);
  });
});
