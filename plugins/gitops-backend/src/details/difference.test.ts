import { comparedResources } from '../argocd/detailSchemas';
import { recorded } from '../__testUtils__/recordings';
import { differenceOf } from './difference';

const deployment = {
  group: 'apps',
  kind: 'Deployment',
  namespace: 'orders',
  name: 'orders',
};

const compared = (
  inGit: object | null,
  inCluster: object | null,
  of = deployment,
) => ({
  items: [
    {
      ...of,
      predictedLiveState: JSON.stringify(inGit),
      normalizedLiveState: JSON.stringify(inCluster),
    },
  ],
});

const fields = (inGit: object, inCluster: object, of = deployment) =>
  differenceOf(compared(inGit, inCluster, of), undefined).resources.flatMap(
    one =>
      one.fields.map(({ path, ...sides }) => [
        path,
        sides.inGit,
        sides.inCluster,
      ]),
  );

const container = (given: object) => ({
  spec: { template: { spec: { containers: [{ name: 'app', ...given }] } } },
});

it('names the fields that differ, items of a list by their names', () => {
  expect(
    fields(
      container({ image: 'orders:1.6.0', env: [{ name: 'A', value: '1' }] }),
      container({
        image: 'orders:1.5.1',
        env: [
          { name: 'B', value: '2' },
          { name: 'A', value: '1' },
        ],
      }),
    ),
  ).toEqual([
    [
      'spec.template.spec.containers[app].image',
      'orders:1.6.0',
      'orders:1.5.1',
    ],
    ['spec.template.spec.containers[app].env[B].name', null, 'B'],
    ['spec.template.spec.containers[app].env[B].value', null, '2'],
  ]);
});

it('does not take what Kubernetes keeps for itself for a difference', () => {
  expect(
    fields(
      { metadata: { name: 'orders' } },
      {
        metadata: {
          name: 'orders',
          uid: '1',
          generation: 4,
          managedFields: [],
        },
        status: { readyReplicas: 3 },
      },
    ),
  ).toEqual([]);
});

it('shows no value that is a secret by the name of its setting, by its prefix, or by chance', () => {
  const random = 'kX9vQ2mZ7pLr4TnW8sYb3GfH';
  const shown = fields(
    container({
      env: [
        { name: 'DB_PASSWORD', value: 'hunter22' },
        { name: 'HOOK', value: `https://hooks.example.com/${random}` },
        { name: 'GITHUB', value: 'ghp_0123456789abcdefghij0123456789abcdef' },
        { name: 'DATABASE_URL', value: 'postgres://ana:s3cret@db/orders' },
      ],
      settings: { nested: { apiKey: 'abc123def' } },
    }),
    container({}),
  );
  const text = JSON.stringify(shown);
  for (const secret of ['hunter22', random, 'ghp_', 's3cret', 'abc123def'])
    expect(text).not.toContain(secret);
  expect(text).toContain('https://hooks');
  expect(text).toContain('***');
});

it('shows of a text of several lines those that differ, and no key that is written over lines', () => {
  const config = (level: string) => ({
    data: {
      'app.properties': [
        'port=8080',
        `log.level=${level}`,
        '-----BEGIN RSA PRIVATE KEY-----',
        `${level}MIIEowIBAAKCAQEA`,
        '-----END RSA PRIVATE KEY-----',
      ].join('\n'),
    },
  });
  expect(fields(config('info'), config('debug'))).toEqual([
    ['data.app.properties', 'log.level=info\n***', 'log.level=debug\n***'],
  ]);
});

it('masks a Secret that is inside of another resource, or of a text', () => {
  const secret = (value: string) => ({ kind: 'Secret', data: { KEY: value } });
  const inside = (value: string) => ({
    spec: { manifest: secret(value), text: JSON.stringify(secret(value)) },
  });
  expect(fields(inside('aaa'), inside('bbb'))).toEqual([
    ['spec.manifest', '***', '***'],
    ['spec.text', '***', '***'],
  ]);
  expect(fields(inside('aaa'), { spec: {} })).toEqual([
    ['spec.manifest', '***', null],
    ['spec.text', '***', null],
  ]);
});

it('says of a Secret that it is missing, and nothing of its fields', () => {
  const secret = { ...deployment, group: '', kind: 'Secret' };
  const data = { data: { KEY: 'aHVudGVyMjI=' } };
  const { resources } = differenceOf(compared(data, null, secret), undefined);
  expect(resources).toMatchObject([
    { kind: 'Secret', change: 'missing', isHidden: true, fields: [] },
  ]);
  const other = { data: { KEY: 'b3RoZXI=' } };
  const both = differenceOf(compared(data, other, secret), undefined);
  expect(JSON.stringify(both)).not.toContain('aHVudGVyMjI');
});

it('shows only what Argo CD finds out of sync, where that is known', () => {
  const given = compared({ spec: 1 }, { spec: 2 });
  expect(differenceOf(given, []).resources).toEqual([]);
  expect(differenceOf(given, [deployment]).resources).toHaveLength(1);
});

it('says how much it leaves out of what is large', () => {
  const spec = (value: number) =>
    Object.fromEntries(
      Array.from({ length: 70 }, (_, index) => [`field${index}`, value]),
    );
  const { resources } = differenceOf(compared(spec(1), spec(2)), undefined);
  expect(resources[0].fields).toHaveLength(50);
  expect(resources[0].moreFields).toBe(20);
  const many = Array.from(
    { length: 500 },
    (_, index) =>
      compared({}, null, { ...deployment, name: `orders-${index}` }).items,
  ).flat();
  const all = differenceOf({ items: many }, undefined);
  expect(all.resources).toHaveLength(50);
  expect(all.moreResources).toBe(450);
});

it('reads a recorded answer: nothing was deployed, so the workload is missing', () => {
  const { resources } = differenceOf(
    comparedResources.parse(recorded('managed-resources-payments-production')),
    undefined,
  );
  expect(resources.map(({ kind, change }) => [kind, change])).toEqual([
    ['Service', 'missing'],
    ['Deployment', 'missing'],
  ]);
});
