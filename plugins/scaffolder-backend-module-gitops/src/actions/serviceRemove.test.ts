import { inWorkspace, Lab, refusalOf } from '../__testUtils__/Lab';

jest.setTimeout(60_000);

const set = (elements: string, more = '') => `# All services
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: listed}
spec:
  generators:
    - list:
        elements:
${elements}
  template:
    metadata: {name: "{{service}}-{{environment}}"}
    spec: {project: default, destination: {namespace: a}}
${more}`;
const elements = `          # ours
          - service: shelf
            environment: dev
          - {service: basket, environment: dev, project: team-a} # first
          - {service: basket, environment: production, project: 'team-a'}

          - service: shelf
            environment: production`;
const kustomization = `resources:
  - ../../base
  - external-secret.yaml
images:
  - name: registry.example.com/basket
    newTag: "1.0.0"
`;
const secret = (environment: string) => `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: basket-secrets}
spec:
  data:
    - secretKey: DATABASE_URL
      remoteRef: {key: ${environment}/basket, property: DATABASE_URL}
`;
const owners = `# Who reviews
*                @shop/platform
/apps/shelf/     @shop/team-b
/apps/basket/    @shop/team-a   # until the move
apps/basket/envs/production/** @shop/team-a @shop/platform
/apps/basketball/ @shop/team-c
`;

let lab: Lab;
let workspace: string;
/** Of the repository of a test */
let name = 'other-0';
const run = (id: string, input: object = {}) =>
  lab.run(
    `gitops:service:${id}`,
    {
      repository: lab.address(`platform/${name}`),
      service: 'basket',
      file: 'sets/listed.yaml',
      ...input,
    },
    { workspace },
  );
const read = (path: string) => inWorkspace(workspace, `gitops/${path}`);

const files: Record<string, string> = {
  'apps/basket/base/deployment.yaml': 'kind: Deployment\n',
  'apps/basket/envs/dev/kustomization.yaml': kustomization,
  'apps/basket/envs/dev/external-secret.yaml': secret('dev'),
  'apps/basket/envs/dev/config.json':
    '{"service": "basket", "environment": "dev", "project": "team-a"}\n',
  'apps/basket/envs/production/kustomization.yaml': kustomization,
  'apps/basket/envs/production/external-secret.yaml': secret('production'),
  'apps/basketball/envs/dev/kustomization.yaml': '{}\n',
  'environments/dev/kustomization.yaml':
    'resources:\n  - shelf.yaml\n  - basket-image-updater.yaml # builds\n',
  'environments/dev/basket-image-updater.yaml':
    'kind: ImageUpdater\nmetadata: {name: basket-dev}\n',
  'environments/dev/shelf.yaml':
    'kind: Application\nmetadata: {name: shelf-dev}\n',
  'sets/listed.yaml': set(elements),
  'projects/team-b.yaml': 'kind: AppProject\nmetadata: {name: team-b}\n',
  CODEOWNERS: owners,
};

beforeAll(async () => {
  lab = await Lab.start({ argocd: false } as never);
});
afterAll(() => lab.close());

let count = 0;
const begin = async (more: Record<string, string> = {}) => {
  count += 1;
  name = `other-${count}`;
  await lab.sandbox.forge!.api.createRepository({
    owner: 'platform',
    name,
    commits: [
      {
        message: 'Begin',
        author: 'Bo <bo@example.com>',
        date: '2026-11-23T05:00:00Z',
        files: new Map(Object.entries({ ...files, ...more })),
      },
    ],
  });
  workspace = await lab.workspace();
};

describe('gitops:service:remove', () => {
  it('removes all that is of a service, no other byte, and says what stays', async () => {
    await begin();
    const { output } = await run('remove');
    expect(await read('sets/listed.yaml')).toBe(
      set(elements.replace(/ +- \{service: basket.*\n/g, '')),
    );
    expect(await read('environments/dev/kustomization.yaml')).toBe(
      'resources:\n  - shelf.yaml\n',
    );
    expect(await read('CODEOWNERS')).toBe(
      owners.replace(/^.*apps\/basket\/.*\n/gm, ''),
    );
    expect(output).toMatchObject({
      environments: ['dev', 'production'],
      isWhole: true,
    });
    expect(output.deletes.join()).toMatch(/with all of their resources/);
    const stays = output.stays.join('\n');
    expect(stays).toContain(
      'Entries of the secret store: `dev/basket: DATABASE_URL`, `production/basket: DATABASE_URL`.',
    );
    expect(stays).toContain('`registry.example.com/basket`');
    const pull = await lab.run(
      'gitops:pull-request',
      { branchName: 'gitops/remove/basket', title: 'Remove basket' },
      { workspace },
    );
    expect(pull.output.files).toEqual(
      [
        ...Object.keys(files).filter(path => path.startsWith('apps/basket/')),
        'environments/dev/basket-image-updater.yaml',
        'environments/dev/kustomization.yaml',
        'sets/listed.yaml',
        'CODEOWNERS',
      ].sort(),
    );
    const left = (path: string) =>
      lab
        .forge(
          'GET',
          `contents/${path}?ref=gitops%2Fremove%2Fbasket`,
          undefined,
          `platform/${name}`,
        )
        .then(
          () => true,
          () => false,
        );
    expect(await left('apps/basket/base/deployment.yaml')).toBe(false);
    expect(await left('apps/basketball/envs/dev/kustomization.yaml')).toBe(
      true,
    );
  });

  it('removes what deploys its pull requests, and says that these are deleted', async () => {
    const folder = 'applicationsets';
    await begin({
      [`${folder}/basket-previews.yaml`]: 'kind: ApplicationSet\n',
      [`${folder}/kustomization.yaml`]:
        'resources:\n  - shelf.yaml\n  - basket-previews.yaml\n',
    });
    const { output } = await run('remove');
    expect(output.files).toContain(`${folder}/basket-previews.yaml`);
    expect(await read(`${folder}/kustomization.yaml`)).toBe(
      'resources:\n  - shelf.yaml\n',
    );
    expect(output.deletes).toContain(
      'Argo CD deletes the previews of its pull requests, with their namespaces.',
    );
  });

  it('removes the same when the task is run again', async () => {
    await begin();
    const first = await run('remove');
    const second = await run('remove');
    expect(await read('sets/listed.yaml')).not.toContain('basket,');
    expect(first.output.isWhole).toBe(true);
    const pull = await lab.run(
      'gitops:pull-request',
      { branchName: 'gitops/remove/basket', title: 'Remove basket' },
      { workspace },
    );
    expect(pull.output.files).toEqual(
      expect.arrayContaining(['CODEOWNERS', 'sets/listed.yaml']),
    );
    expect(second.output.stays).toEqual(first.output.stays);
  });

  it('removes the entries alone where hooks run at the deletion, and the folders after that', async () => {
    await begin({
      'apps/basket/base/cleanup.yaml':
        'kind: Job\nmetadata:\n  annotations:\n    argocd.argoproj.io/hook: PostDelete\n',
    });
    const { output, log } = await run('remove');
    expect(output.isWhole).toBe(false);
    expect(output.files).toEqual([
      'sets/listed.yaml',
      'environments/dev/kustomization.yaml',
      'apps/basket/envs/dev/config.json',
      'environments/dev/basket-image-updater.yaml',
    ]);
    expect(log).toContain(
      'apps/basket/base/cleanup.yaml runs when Argo CD deletes the Application',
    );
    expect(await refusalOf(read('CODEOWNERS'))).toContain('ENOENT');
  });

  it('says what a set leaves in the clusters', async () => {
    await begin({
      'sets/listed.yaml': set(
        elements,
        '  syncPolicy: {preserveResourcesOnDeletion: true}\n',
      ),
    });
    const { output } = await run('remove');
    expect(output.deletes.join()).toContain('without their resources');
    expect(output.stays[0]).toBe(
      'Everything that runs: ApplicationSet listed keeps what it has made. Delete it in the clusters.',
    );
  });

  it('refuses hooks in folders that are entries themselves', async () => {
    await begin({
      'sets/listed.yaml': `kind: ApplicationSet
metadata: {name: folders}
spec:
  generators:
    - git: {directories: [{path: apps/*/envs/*}]}
`,
      'apps/basket/base/cleanup.yaml':
        'metadata: {annotations: {"helm.sh/hook": pre-delete}}\n',
    });
    expect(await refusalOf(run('remove'))).toMatch(
      /^InputError: apps\/basket\/base\/cleanup\.yaml runs when .* ApplicationSet folders in sets\/listed\.yaml makes the Application of the folder itself\. Exclude apps\/basket\/envs\/dev there/,
    );
  });

  it('refuses what is not there, and files that have more', async () => {
    await begin({
      'environments/dev/basket-image-updater.yaml':
        'kind: ImageUpdater\nmetadata: {name: basket-dev}\n---\nkind: ConfigMap\n',
    });
    expect(await refusalOf(run('remove', { service: 'none' }))).toBe(
      'InputError: The repository has nothing of none: say where its files are, with paths, entryPath and file',
    );
    expect(await refusalOf(run('remove'))).toBe(
      'InputError: environments/dev/basket-image-updater.yaml has ImageUpdater basket-dev and others: move it to a file of its own, or remove it there by hand',
    );
  });
});

describe('gitops:service:move', () => {
  it('changes project and owners, no other byte, and says what is elsewhere', async () => {
    await begin({ CODEOWNERS: owners.replaceAll('\n', '\r\n') });
    const { output } = await run('move', {
      project: 'team-b',
      codeOwners: ['@shop/team-b', 'bo@example.com'],
    });
    expect(output.files).toEqual([
      'apps/basket/envs/dev/config.json',
      'sets/listed.yaml',
      'CODEOWNERS',
    ]);
    expect(await read('sets/listed.yaml')).toBe(
      set(
        elements
          .replace('project: team-a} #', 'project: team-b} #')
          .replace("project: 'team-a'", "project: 'team-b'"),
      ),
    );
    expect(await read('CODEOWNERS')).toBe(
      owners
        .replace(
          '/apps/basket/    @shop/team-a   #',
          '/apps/basket/ @shop/team-b bo@example.com   #',
        )
        .replace(
          '/** @shop/team-a @shop/platform',
          '/** @shop/team-b bo@example.com',
        )
        .replaceAll('\n', '\r\n'),
    );
    expect(output.projectFile).toBe('projects/team-b.yaml');
    expect(output.elsewhere.join('\n')).toContain(
      '`spec.owner` of catalog-info.yaml',
    );
  });

  it('names the owners as something left where none are given', async () => {
    await begin();
    const { output, log } = await run('move', { project: 'team-x' });
    expect(output.elsewhere).toContain(
      'Its lines in CODEOWNERS of this repository.',
    );
    expect(output.files).not.toContain('CODEOWNERS');
    expect(log).toContain('No AppProject team-x was found');
  });

  it.each([
    [{ project: 'Team B' }, /input\.project can't be a name/],
    [
      { project: 'team-b', codeOwners: ['@a', '@b c'] },
      /input\.codeOwners\[1\] can't stand in CODEOWNERS/,
    ],
    [
      { project: 'team-b', service: 'none' },
      /The repository has nothing of none/,
    ],
  ])('refuses %j', async (input, sentence) => {
    await begin();
    expect(await refusalOf(run('move', input))).toMatch(sentence);
  });
});
