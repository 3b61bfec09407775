import { inWorkspace, Lab, refusalOf } from '../__testUtils__/Lab';

jest.setTimeout(60_000);

const kustomization = (service: string) => `# ${service} in staging
resources:
  - ../../base
  - external-secret.yaml
namespace: ${service}-staging
images:
  - name: registry.example.com/staging/${service}
    newTag: "1.0.0-staging"   # promoted
patches:
  - target: {kind: Ingress}
    patch: |-
      - op: replace
        path: /spec/rules/0/host
        value: ${service}.staging.example.com # not stagings, nor staging-2
`;
const secret = (
  service: string,
  key = `staging/${service}`,
) => `kind: ExternalSecret
apiVersion: external-secrets.io/v1
metadata: {name: ${service}-secrets}
spec:
  data:
    - secretKey: DATABASE_URL
      remoteRef: {key: ${key}, property: DATABASE_URL}
`;
const config = (service: string) => `{
  "service": "${service}",
  "environment": "staging",
  "project": "team-a",
  "cluster": "prod-eu"
}
`;
const set = (elements: string) => `# All services
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: listed}
spec:
  goTemplate: true
  generators:
    - list:
        elements:
${elements}
  template:
    metadata: {name: "{{.service}}-{{.environment}}"}
    spec: {project: "{{.project}}", destination: {name: "{{.cluster}}"}}
`;

let lab: Lab;
let workspace: string;
const run = (input: object) =>
  lab.run(
    'gitops:environment:add',
    {
      repository: lab.address(),
      environment: 'canary',
      from: 'staging',
      ...input,
    },
    { workspace },
  );
const read = (path: string) => inWorkspace(workspace, `gitops/${path}`);

beforeAll(async () => {
  lab = await Lab.start({ argocd: false } as never);
  for (const service of ['basket', 'shelf']) {
    const folder = `fleet/${service}/envs/staging`;
    await lab.write(`${folder}/kustomization.yaml`, kustomization(service));
    await lab.write(`${folder}/external-secret.yaml`, secret(service));
    await lab.write(`${folder}/config.json`, config(service));
  }
  await lab.write('fleet/basket/envs/staging-2/kustomization.yaml', '{}\n');
  await lab.write(
    'sets/listed.yaml',
    set(`          - service: basket # first
            environment: staging
            project: team-a
            cluster: staging-eu
          - service: basket
            environment: production
            project: team-a
            cluster: prod-eu

          - {service: shelf, environment: staging, project: 'team-b', cluster: staging-eu}`),
  );
  await lab.write(
    'sets/files.yaml',
    `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: found}
spec:
  goTemplate: true
  generators:
    - git: {repoURL: x, revision: main, files: [{path: 'fleet/*/envs/*/config.json'}]}
  template: {metadata: {name: '{{.service}}-{{.environment}}'}}
`,
  );
});
afterAll(() => lab.close());
beforeEach(async () => {
  workspace = await lab.workspace();
});

const fleet = {
  paths: { overlay: 'fleet/{service}/envs/{environment}' },
  entryPath: 'fleet/{service}/envs/{environment}/config.json',
};

describe('gitops:environment:add', () => {
  it('copies the files of all services with the name changed, where a generator finds them', async () => {
    const { output } = await run({
      ...fleet,
      file: 'sets/files.yaml',
      values: { cluster: 'canary-eu', region: '{environment}' },
    });
    expect(output.services).toEqual(['basket', 'shelf']);
    expect([...output.files].sort()).toEqual(
      ['basket', 'shelf'].flatMap(service =>
        ['config.json', 'external-secret.yaml', 'kustomization.yaml'].map(
          name => `fleet/${service}/envs/canary/${name}`,
        ),
      ),
    );
    const folder = 'fleet/basket/envs/canary';
    expect(await read(`${folder}/kustomization.yaml`)).toBe(
      kustomization('basket')
        .replace('in staging', 'in canary')
        .replace('basket-staging', 'basket-canary')
        .replace('basket.staging.', 'basket.canary.'),
    );
    expect(await read(`${folder}/config.json`)).toBe(`{
  "service": "basket",
  "environment": "canary",
  "project": "team-a",
  "cluster": "canary-eu",
  "region": "canary"
}
`);
    expect(output.storeEntries).toEqual([
      'canary/basket: DATABASE_URL',
      'canary/shelf: DATABASE_URL',
    ]);
  });

  it('adds an element behind that of the other environment, where a set lists them', async () => {
    const { output } = await run({ ...fleet, file: 'sets/listed.yaml' });
    expect(output.files).toContain('sets/listed.yaml');
    expect(await read('sets/listed.yaml')).toBe(
      set(`          - service: basket # first
            environment: staging
            project: team-a
            cluster: staging-eu
          - service: basket
            environment: canary
            project: team-a
            cluster: canary-eu
          - service: basket
            environment: production
            project: team-a
            cluster: prod-eu

          - {service: shelf, environment: staging, project: 'team-b', cluster: staging-eu}
          - {service: shelf, environment: canary, project: team-b, cluster: canary-eu}`),
    );
  });

  it('leaves services that have it', async () => {
    await lab.write('fleet/shelf/envs/next/kustomization.yaml', '{}\n');
    const { output } = await run({
      ...fleet,
      environment: 'next',
      file: 'sets/files.yaml',
    });
    expect(output).toMatchObject({ services: ['basket'], skipped: ['shelf'] });
  });

  it('makes one pull request', async () => {
    await run({ ...fleet, file: 'sets/listed.yaml' });
    const { output } = await lab.run(
      'gitops:pull-request',
      { branchName: 'gitops/add-environment/canary', title: 'Add canary' },
      { workspace },
    );
    expect(output.files).toHaveLength(7);
  });

  it.each([
    [
      { services: ['missing'] },
      /^InputError: missing is not in staging: the repository has no fleet\/missing\/envs\/staging\. Leave it out of services, or give another environment in from$/,
    ],
    [
      { from: 'nowhere' },
      /^InputError: No service is in nowhere: the repository has no folder fleet\/\{service\}\/envs\/\{environment\}\. Say where they are, with paths\.overlay$/,
    ],
    [{ environment: 'c'.repeat(60) }, /is too long: with -c+, it has/],
    [
      { from: 'production', services: ['basket'] },
      /^InputError: basket is not in production/,
    ],
    [{ environment: 'Canary' }, /The environment "Canary" can't stand/],
    [
      { values: { token: `ghp_${'a1B2'.repeat(9)}` } },
      /looks like a secret: input\.values\.token/,
    ],
  ])('refuses %j', async (input, sentence) =>
    expect(await refusalOf(run({ ...fleet, ...input }))).toMatch(sentence),
  );

  it('refuses an entry that would be of another environment', async () => {
    await lab.write(
      'fleet/odd/envs/staging/secret.yaml',
      secret('odd', 'shared/odd'),
    );
    expect(await refusalOf(run({ ...fleet, services: ['odd'] }))).toBe(
      'InputError: The entry of DATABASE_URL in fleet/odd/envs/canary/secret.yaml is not an entry of odd in canary: begin it with canary/odd. Other beginnings are allowed in scaffolder.gitops.secretKeys.prefixes',
    );
  });

  it('refuses a name that an Application of another service has', async () => {
    await lab.write('fleet/basket-blue/envs/new/kustomization.yaml', '{}\n');
    expect(
      await refusalOf(
        run({ ...fleet, environment: 'blue-new', services: ['basket'] }),
      ),
    ).toBe(
      'ConflictError: basket in blue-new would be the Application basket-blue-new, which basket-blue in new is already. Choose another name',
    );
  });
});
