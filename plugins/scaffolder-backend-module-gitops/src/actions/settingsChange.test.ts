import { parse } from 'yaml';
import { inWorkspace, Lab, refusalOf } from '../__testUtils__/Lab';

jest.setTimeout(60_000);

const service = 'basket';
const base = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: basket
spec:
  template:
    spec:
      containers:
        - name: app
          image: registry.example.com/basket
          env: [{name: REGION, value: eu}]
          resources:
            requests: {cpu: 50m, memory: 128Mi}
            limits: {memory: 256Mi}
        - name: proxy
          image: registry.example.com/proxy
`;
const kustomization = `# Production
resources:
  - ../../base
images:
  - name: registry.example.com/basket
    newTag: "1.4.0"   # promoted
replicas:
  - name: basket
    count: 2 # one a zone
patches:
  - path: ours.yaml # by hand
`;
const patch = `apiVersion: apps/v1
kind: Deployment
metadata: {name: basket}
spec:
  template:
    spec:
      containers:
        - name: app
          # Talk less
          env:
            - name: LOG_LEVEL
              value: 'warn'
            - name: FEATURE_X   # until June
              value: "on"
          resources:
            limits:
              memory: 512Mi # measured
`;

let lab: Lab;
let workspace: string;
const run = (input: object) =>
  lab.run(
    'gitops:settings:change',
    {
      repository: lab.address(),
      service,
      environment: 'production',
      ...input,
    },
    { workspace },
  );
const read = (path: string) => inWorkspace(workspace, `gitops/${path}`);
const writeService = async (
  name: string,
  files: Record<string, string>,
  eol = '\n',
) => {
  for (const [path, text] of Object.entries(files))
    await lab.write(`apps/${name}/${path}`, text.replaceAll('\n', eol));
};

beforeAll(async () => {
  lab = await Lab.start({ argocd: false } as never);
  const files = {
    'base/deployment.yaml': base,
    'envs/production/kustomization.yaml': kustomization,
    'envs/production/ours.yaml': patch,
  };
  await writeService('basket', files);
  await writeService('windows', files, '\r\n');
  await writeService('plain', {
    'base/deployment.yaml': base,
    'envs/dev/kustomization.yaml': 'resources: [../../base]\n',
  });
});
afterAll(() => lab.close());
beforeEach(async () => {
  workspace = await lab.workspace();
});

describe('gitops:settings:change', () => {
  const change = {
    replicas: 4,
    env: { LOG_LEVEL: 'info', NEW: '1' },
    unset: ['FEATURE_X'],
    resources: { requests: { cpu: '100m' }, limits: { memory: '1Gi' } },
  };
  const patched = patch
    .replace("'warn'", "'info'")
    .replace(/ {12}- name: FEATURE_X.*\n.*\n/, '')
    .replace(
      "value: 'info'\n",
      `value: 'info'\n            - name: NEW\n              value: "1"\n`,
    )
    .replace(
      '512Mi # measured\n',
      '1Gi # measured\n            requests:\n              cpu: 100m\n',
    );

  it.each([
    ['basket', '\n'],
    ['windows', '\r\n'],
  ])(
    'edits the patch that %s has, and every other byte stays',
    async (name, eol) => {
      const { output } = await run({ service: name, ...change });
      const folder = `apps/${name}/envs/production`;
      expect(output.files).toEqual([
        `${folder}/ours.yaml`,
        `${folder}/kustomization.yaml`,
      ]);
      expect(await read(`${folder}/ours.yaml`)).toBe(
        patched.replaceAll('\n', eol),
      );
      expect(await read(`${folder}/kustomization.yaml`)).toBe(
        kustomization.replace('count: 2 #', 'count: 4 #').replaceAll('\n', eol),
      );
    },
  );

  it('changes nothing the second time', async () => {
    await run(change);
    expect((await run(change)).output.files).toEqual([]);
  });

  it('writes settings.yaml where there is no patch, as the first day does', async () => {
    const { output } = await run({
      service: 'plain',
      environment: 'dev',
      env: { LOG_LEVEL: 'debug' },
      replicas: 0,
    });
    const folder = 'apps/plain/envs/dev';
    expect(output.files).toEqual([
      `${folder}/settings.yaml`,
      `${folder}/kustomization.yaml`,
    ]);
    expect(await read(`${folder}/kustomization.yaml`)).toBe(
      'resources: [../../base]\nreplicas:\n  - name: basket\n    count: 0\npatches:\n  - path: settings.yaml\n',
    );
    expect(parse(await read(`${folder}/settings.yaml`))).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'basket' },
      spec: {
        template: {
          spec: {
            containers: [
              { name: 'app', env: [{ name: 'LOG_LEVEL', value: 'debug' }] },
            ],
          },
        },
      },
    });
  });

  it('goes on from what the first day has written', async () => {
    const input = { repository: lab.address(), service: 'cart' };
    const image = 'registry.example.com/cart';
    await lab.run(
      'gitops:deployment:write',
      {
        ...input,
        environments: ['dev', 'production'],
        image,
        tag: '1.0.0',
        env: { REGION: 'eu', LOG_LEVEL: { dev: 'debug' } },
        resources: {
          production: {
            requests: { cpu: '1', memory: '1Gi' },
            limits: { memory: '1Gi' },
          },
        },
      },
      { workspace },
    );
    const settings = async (environment: string) =>
      parse(await read(`apps/cart/envs/${environment}/settings.yaml`)).spec
        .template.spec.containers[0];
    expect(await settings('dev')).toEqual({
      name: 'app',
      env: [{ name: 'LOG_LEVEL', value: 'debug' }],
    });
    expect((await settings('production')).env).toBeUndefined();
    await run({ service: 'cart', env: { LOG_LEVEL: 'warn' } });
    expect(await settings('production')).toEqual({
      name: 'app',
      env: [{ name: 'LOG_LEVEL', value: 'warn' }],
      resources: {
        requests: { cpu: '1', memory: '1Gi' },
        limits: { memory: '1Gi' },
      },
    });
    const { patches } = parse(
      await read('apps/cart/envs/production/kustomization.yaml'),
    );
    expect(patches).toEqual([{ path: 'settings.yaml' }]);
  });

  it('edits Helm values, whether their variables are a map or a list', async () => {
    const values = `# dev
replicaCount: 1 # few
env:
  LOG_LEVEL: "debug" # loud
`;
    await lab.write('apps/charted/values-dev.yaml', values);
    await lab.write(
      'apps/listed/values-dev.yaml',
      "env:\n- {name: LOG_LEVEL, value: 'debug'}\n",
    );
    const input = {
      environment: 'dev',
      valuesPath: 'apps/{service}/values-{environment}.yaml',
      env: { LOG_LEVEL: 'info', A: 'b' },
    };
    await run({ ...input, service: 'charted', replicas: 3 });
    expect(await read('apps/charted/values-dev.yaml')).toBe(
      `# dev
replicaCount: 3 # few
env:
  LOG_LEVEL: "info" # loud
  A: b
`,
    );
    await run({ ...input, service: 'listed' });
    expect(await read('apps/listed/values-dev.yaml')).toBe(
      "env:\n- {name: LOG_LEVEL, value: 'info'}\n- {name: A, value: b}\n",
    );
  });

  it.each([
    [{}, /There is nothing to change: give replicas, resources, env or unset/],
    [
      { env: { DB_PASSWORD: 'marker-sesame' } },
      /looks like a secret: input\.env\.DB_PASSWORD/,
    ],
    [
      { service: 'none', replicas: 1 },
      /none is not in production: apps\/none\/envs\/production has no kustomization\. Give its folder in paths\.overlay/,
    ],
    [
      { container: 'web', env: { A: 'b' } },
      /Deployment basket in apps\/basket\/base\/deployment\.yaml has no container web\. Give one of app, proxy in container/,
    ],
    [
      { container: 'proxy', env: { A: 'b' } },
      /apps\/basket\/envs\/production\/ours\.yaml patches no container proxy: add `- name: proxy` to its containers/,
    ],
    [
      { resources: { requests: { memory: '2Gi' } } },
      /apps\/basket\/envs\/production\/ours\.yaml: resources\.requests\.memory is more than .*resources\.limits\.memory: Kubernetes would refuse the Pod/,
    ],
    [
      { env: { A: 'b' }, unset: ['A'] },
      /A is in input\.env and in input\.unset/,
    ],
    [
      { valuesPath: 'apps/{service}/none.yaml', replicas: 1 },
      /The repository has no apps\/basket\/none\.yaml: give the file of the values in valuesPath/,
    ],
  ])('refuses %j with a sentence', async (input, sentence) => {
    const refusal = await refusalOf(run(input));
    expect(refusal).toMatch(sentence);
    expect(refusal).not.toContain('marker-sesame');
  });

  it('refuses what an autoscaler or a secret key decides', async () => {
    await writeService('scaled', {
      'base/deployment.yaml': base,
      'base/autoscaler.yaml':
        'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\n',
      'envs/production/kustomization.yaml': kustomization,
      'envs/production/secret.yaml':
        'kind: ExternalSecret\nspec:\n  data: [{secretKey: API_URL}]\n',
    });
    expect(await refusalOf(run({ service: 'scaled', replicas: 3 }))).toBe(
      'InputError: apps/scaled/base/autoscaler.yaml has an autoscaler, which decides how many Pods run: change its limits there',
    );
    expect(
      await refusalOf(run({ service: 'scaled', env: { API_URL: 'x' } })),
    ).toBe(
      'InputError: API_URL is a secret key in apps/scaled/envs/production/secret.yaml, which a setting of that name would hide. Choose another name, or remove the key there first',
    );
  });
});
