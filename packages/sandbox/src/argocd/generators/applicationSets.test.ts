import { Manifest } from '../Json';
import { YamlReader } from '../manifests/YamlReader';
import { generate } from './applicationSets';

const files = new Map([
  [
    'apps/orders/envs/dev/config.json',
    '{"service":"orders","environment":"dev"}',
  ],
  [
    'apps/orders/envs/test/config.json',
    '{"service":"orders","environment":"test"}',
  ],
  ['apps/orders/base/config.json', '{"service":"nobody"}'],
]);

const pullRequests = [
  {
    number: 7,
    title: 'Round amounts',
    author: 'ana',
    branch: 'round',
    targetBranch: 'main',
    headSha: '0123456789abcdef0123456789abcdef01234567',
    labels: ['bug', 'preview'],
  },
];

function names(
  generator: object,
  name = '{{.service}}-{{.environment}}',
  path = '{{.path.path}}',
) {
  const set = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ApplicationSet',
    metadata: { name: 'set' },
    spec: {
      generators: [generator],
      template: { metadata: { name }, spec: { source: { path } } },
    },
  } as unknown as Manifest;
  return generate(
    set,
    {
      files: () => files,
      pullRequests: (owner, repository) =>
        `${owner}/${repository}` === 'shop/orders' ? pullRequests : [],
    },
    new YamlReader(),
  ).map(({ manifest }) => [
    manifest.metadata.name,
    (manifest.spec as { source: { path: string } }).source.path,
  ]);
}

it('generates from files', () => {
  expect(
    names({
      git: { repoURL: 'x', files: [{ path: 'apps/*/envs/*/config.json' }] },
    }),
  ).toEqual([
    ['orders-dev', 'apps/orders/envs/dev'],
    ['orders-test', 'apps/orders/envs/test'],
  ]);
});

it('adds the values of a generator, which may name fields of its files', () => {
  expect(
    names(
      {
        git: {
          repoURL: 'x',
          files: [{ path: 'apps/*/envs/dev/config.json' }],
          values: { cluster: 'eu-{{.environment}}' },
        },
      },
      '{{.service}}-{{.values.cluster}}',
    ),
  ).toEqual([['orders-eu-dev', 'apps/orders/envs/dev']]);
});

it('generates from a list and from directories', () => {
  expect(
    names(
      { list: { elements: [{ service: 'a', environment: 'dev' }] } },
      undefined,
      'x',
    ),
  ).toEqual([['a-dev', 'x']]);
  expect(
    names(
      { git: { repoURL: 'x', directories: [{ path: 'apps/*/envs/*' }] } },
      '{{index .path.segments 1}}-{{.path.basename}}',
    ),
  ).toEqual([
    ['orders-dev', 'apps/orders/envs/dev'],
    ['orders-test', 'apps/orders/envs/test'],
  ]);
});

it('generates from the open pull requests that have every label', () => {
  const from = (repo: string, ...labels: string[]) =>
    names(
      {
        matrix: {
          generators: [
            { list: { elements: [{ service: 'orders' }] } },
            { pullRequest: { gitea: { owner: 'shop', repo, labels } } },
          ],
        },
      },
      '{{.service}}-pr-{{.number}}',
      '{{.head_short_sha}}',
    );
  expect(from('orders', 'preview', 'bug')).toEqual([
    ['orders-pr-7', '01234567'],
  ]);
  expect(from('orders', 'preview', 'other')).toEqual([]);
  expect(from('payments', 'preview')).toEqual([]);
});

it('fails in the recorded words on a parameter that is not there', () => {
  expect(() =>
    names({ list: { elements: [{ service: 'x' }] } }, '{{.nothere}}', 'x'),
  ).toThrow(
    'failed to execute go template {{.nothere}}: template: base:1:2: executing "base" at <.nothere>: map has no entry for key "nothere"',
  );
});
