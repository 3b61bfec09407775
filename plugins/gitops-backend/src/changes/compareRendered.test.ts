import { compareRendered } from './compareRendered';
import { readRendered } from './renderedManifests';

async function compare(from: object[], to: object[]) {
  const side = async (environment: string, manifests: object[]) => ({
    environment,
    resources: await readRendered(manifests.map(one => JSON.stringify(one))),
  });
  return compareRendered(
    await side('staging', from),
    await side('production', to),
  );
}

function deployment(environment: string, spec: object) {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name: 'orders',
      namespace: `orders-${environment}`,
      annotations: {
        'argocd.argoproj.io/tracking-id': `orders-${environment}:apps/Deployment:orders-${environment}/orders`,
      },
      labels: { 'app.kubernetes.io/instance': `orders-${environment}` },
    },
    spec,
  };
}

const secret = (name: string, value: string) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name },
  data: { KEY: value },
});

it('shows the fields that differ, and neither namespaces nor what Argo CD tracks by', async () => {
  const found = await compare(
    [deployment('staging', { replicas: 1 })],
    [deployment('production', { replicas: 3 })],
  );
  expect(found).toEqual({
    resources: [
      {
        group: 'apps',
        kind: 'Deployment',
        from: 'orders',
        to: 'orders',
        fields: [{ path: 'spec.replicas', from: '1', to: '3' }],
        moreFields: 0,
      },
    ],
    moreResources: 0,
    same: 0,
    secrets: 0,
  });
});

it('takes resources for the same that only differ in what one of two Argo CDs tracks by', async () => {
  const tracked = (metadata: object) => ({
    apiVersion: 'v1',
    kind: 'Service',
    // Argo CD adds no namespace to what has none
    metadata: { name: 'orders', ...metadata },
    spec: { selector: { app: 'orders' } },
  });
  expect(
    await compare(
      [
        tracked({
          labels: { 'argocd.argoproj.io/instance': 'orders-staging' },
        }),
      ],
      [
        tracked({
          annotations: {
            'argocd.argoproj.io/tracking-id':
              'orders-production:/Service:orders/orders',
            'argocd.argoproj.io/installation-id': 'eu-central',
          },
        }),
      ],
    ),
  ).toMatchObject({ resources: [], same: 1 });
});

it('counts what is the same, and lists what only one of them has', async () => {
  const found = await compare(
    [deployment('staging', {})],
    [
      deployment('production', {}),
      { ...secret('x', ''), kind: 'PodDisruptionBudget' },
    ],
  );
  expect(found).toMatchObject({
    same: 1,
    resources: [
      { kind: 'PodDisruptionBudget', from: null, to: 'x', fields: [] },
    ],
  });
});

it('never shows a value of a Secret, wherever it is', async () => {
  const inside = (value: string) => ({
    apiVersion: 'kubernetes.crossplane.io/v1alpha2',
    kind: 'Object',
    metadata: { name: 'inner' },
    spec: { manifest: secret('inner', value) },
  });
  const inText = (value: string) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'text' },
    data: { 'secret.yaml': `kind: Secret\ndata:\n  KEY: ${value}\n` },
  });
  const setting = (value: string) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings' },
    data: { DB_PASSWORD: value, LEVEL: value === 'aaa' ? 'debug' : 'info' },
  });
  const all = (value: string) => [
    secret('both', value),
    secret(`only-${value}`, value),
    inside(value),
    inText(value),
    setting(value),
  ];
  const found = await compare(all('aaa'), all('bbb'));
  expect(found.secrets).toBe(1);
  expect(found.resources.map(one => [one.from, one.to])).toEqual([
    ['settings', 'settings'],
    ['text', 'text'],
    ['inner', 'inner'],
    ['only-aaa', null],
    [null, 'only-bbb'],
  ]);
  const shown = JSON.stringify(found).replaceAll(/only-\w+/g, '');
  expect(shown).not.toMatch(/aaa|bbb/);
  expect(shown).toContain('debug');
});

it('lists fifty resources at most, and says how many more differ', async () => {
  const many = Array.from({ length: 70 }, (_, index) => ({
    ...deployment('production', {}),
    metadata: { name: `orders-${index}` },
  }));
  const found = await compare([], many);
  expect(found.resources).toHaveLength(50);
  expect(found.moreResources).toBe(20);
});

it('leaves out texts that are not resources', async () => {
  expect(await readRendered(['', 'null', '[]', '{"kind":"x"}', '{'])).toEqual(
    [],
  );
});
