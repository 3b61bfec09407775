import { parse } from 'yaml';
import { inWorkspace, Lab, refusalOf } from '../__testUtils__/Lab';

jest.setTimeout(60_000);

let lab: Lab;
let workspace: string;
/** The Lab fails where an API server would not take what is written. */
const write = (more: object) =>
  lab.run(
    'gitops:deployment:write',
    {
      repository: lab.address(),
      service: 'cart',
      environments: ['dev', 'production'],
      image: 'registry.example.com/cart',
      tag: '0.1.0',
      ...more,
    },
    { workspace },
  );
const read = async (path: string) =>
  parse(await inWorkspace(workspace, `gitops/apps/cart/${path}`));

beforeAll(async () => {
  lab = await Lab.start();
});
afterAll(() => lab.close());
beforeEach(async () => {
  workspace = await lab.workspace();
});

it('has nothing beside a workload that nobody has asked for', async () => {
  const { output } = await write({});
  expect(
    output.files.filter((one: string) =>
      /policy|monitor|scaler|route/.test(one),
    ),
  ).toEqual([]);
});

it('lets its own namespace and the named ones call it', async () => {
  await write({ networkPolicy: { namespaces: ['ingress-nginx'] } });
  const { spec } = await read('base/network-policy.yaml');
  const { spec: workload } = await read('base/deployment.yaml');
  expect(spec.podSelector).toEqual(workload.selector);
  expect(spec.ingress[0].from).toEqual([
    { podSelector: {} },
    {
      namespaceSelector: {
        matchExpressions: [
          {
            key: 'kubernetes.io/metadata.name',
            operator: 'In',
            values: ['ingress-nginx'],
          },
        ],
      },
    },
  ]);
  expect((await read('base/kustomization.yaml')).resources).toContain(
    'network-policy.yaml',
  );
});

it('has its number of Pods decided in some environments, and replicas in others', async () => {
  await write({
    autoscaling: { production: { min: 2, max: 6 } },
    replicas: { dev: 1 },
  });
  const { spec } = await read('envs/production/autoscaler.yaml');
  expect(spec).toMatchObject({
    scaleTargetRef: { kind: 'Deployment', name: 'cart' },
    minReplicas: 2,
    maxReplicas: 6,
    metrics: [{ resource: { target: { averageUtilization: 80 } } }],
  });
  const kustomization = await read('envs/production/kustomization.yaml');
  expect(kustomization.replicas).toBeUndefined();
  expect(kustomization.resources).toEqual(['../../base', 'autoscaler.yaml']);
  expect(await read('envs/dev/kustomization.yaml')).toMatchObject({
    resources: ['../../base'],
    replicas: [{ count: 1 }],
  });
});

it('has an Ingress with the host and the certificate of each environment', async () => {
  await write({
    route: {
      kind: 'ingress',
      host: '{service}.{environment}.example.com',
      className: 'nginx',
      tlsSecret: '{service}-tls',
      annotations: { 'cert-manager.io/cluster-issuer': 'letsencrypt' },
    },
  });
  const { spec, metadata } = await read('envs/dev/route.yaml');
  expect(spec).toMatchObject({
    ingressClassName: 'nginx',
    tls: [{ hosts: ['cart.dev.example.com'], secretName: 'cart-tls' }],
    rules: [{ host: 'cart.dev.example.com' }],
  });
  expect(metadata.annotations).toEqual({
    'cert-manager.io/cluster-issuer': 'letsencrypt',
  });
});

it('has an HTTPRoute in the environments whose host is named', async () => {
  const { output } = await write({
    route: {
      kind: 'httpRoute',
      host: { production: 'cart.example.com' },
      gateway: { name: 'public', namespace: 'gateways' },
    },
  });
  expect(output.files).not.toContain('apps/cart/envs/dev/route.yaml');
  const { spec } = await read('envs/production/route.yaml');
  expect(spec).toMatchObject({
    parentRefs: [{ name: 'public', namespace: 'gateways' }],
    hostnames: ['cart.example.com'],
  });
});

it('has its metrics read', async () => {
  await write({ monitoring: { labels: { release: 'prometheus' } } });
  const { metadata, spec } = await read('base/service-monitor.yaml');
  const { metadata: service, spec: serves } = await read('base/service.yaml');
  expect(metadata.labels.release).toBe('prometheus');
  expect(service.labels).toMatchObject(spec.selector.matchLabels);
  expect(serves.ports[0].name).toBe(spec.endpoints[0].port);
});

it.each([
  [
    'what a chart has',
    { style: 'helm', networkPolicy: {} },
    /input\.networkPolicy is for a Kustomize base/,
  ],
  [
    'two who set the number of Pods',
    { replicas: { dev: 2 }, autoscaling: { dev: { min: 1, max: 2 } } },
    /would both set the number of Pods/,
  ],
  [
    'fewer Pods at most than at least',
    { autoscaling: { dev: { min: 3, max: 2 } } },
    /input\.autoscaling\.dev\.min is more than its max/,
  ],
  [
    'a host that can not be one',
    { route: { kind: 'ingress', host: 'https://cart' } },
    /input\.route\.host \(dev\) can't be a host name/,
  ],
  [
    'an HTTPRoute without a Gateway',
    { route: { kind: 'httpRoute', host: 'cart.example.com' } },
    /input\.route\.gateway has to be given/,
  ],
  [
    'an interval with no unit',
    { monitoring: { interval: '30' } },
    /input\.monitoring\.interval can't be a duration/,
  ],
])('refuses %s', async (_, more, words) =>
  expect(await refusalOf(write(more))).toMatch(words),
);
