import { Application, ApplicationSpec } from '../Application';
import { at, textAt } from '../Json';
import { overrideImage } from './images';
import { render } from './render';
import { YamlReader } from './YamlReader';

const repoURL = 'https://git.example.com/platform/gitops.git';

function rendered(
  files: Record<string, string>,
  spec: Partial<ApplicationSpec>,
) {
  const application = {
    metadata: { name: 'shop-dev' },
    spec: {
      project: 'default',
      destination: { namespace: 'shop-dev' },
      ...spec,
    },
  } as Application;
  const checkout = { commit: 'c0ffee', files: new Map(Object.entries(files)) };
  return render(
    application,
    source => (source.repoURL === repoURL ? checkout : undefined),
    new YamlReader(),
  );
}

const base = {
  'base/kustomization.yaml': 'resources: [deployment.yaml]\n',
  'base/deployment.yaml':
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop}\nspec: {template: {spec: {containers: [{name: app, image: registry.example.com/shop}]}}}\n',
};
const overlay = (more: string) => ({
  ...base,
  'dev/kustomization.yaml': `resources: [../base]\n${more}`,
});
const image = (files: Record<string, string>) =>
  at(
    rendered(files, { source: { repoURL, path: 'dev' } }).manifests[0],
    'spec',
    'template',
    'spec',
    'containers',
    0,
    'image',
  );

it.each([
  ['newTag: "1.9.0"', 'registry.example.com/shop:1.9.0'],
  ['newTag: 1.10', 'registry.example.com/shop:1.1'],
  ['digest: sha256:abc', 'registry.example.com/shop@sha256:abc'],
  ['newName: mirror.example.com/shop', 'mirror.example.com/shop'],
])('sets an image by %s', (override, expected) => {
  expect(
    image(
      overlay(
        `images:\n  - name: registry.example.com/shop\n    ${override}\n`,
      ),
    ),
  ).toBe(expected);
});

it('keeps a port apart from a tag', () => {
  expect(
    overrideImage('localhost:5000/shop:1', [
      { name: 'localhost:5000/shop', newTag: '2' },
    ]),
  ).toBe('localhost:5000/shop:2');
});

it('applies JSON patches and merge patches by kind', () => {
  const files = overlay(
    'patches:\n  - target: {kind: Deployment}\n    patch: |-\n      - {op: add, path: /spec/paused, value: true}\n  - patch: |-\n      kind: Deployment\n      metadata: {name: shop}\n      spec: {replicas: 3}\n',
  );
  const [deployment] = rendered(files, {
    source: { repoURL, path: 'dev' },
  }).manifests;
  expect(deployment.spec).toMatchObject({ paused: true, replicas: 3 });
});

it('adds components, which patch and name what the service has', () => {
  const files = {
    ...overlay(''),
    'shared/v1/kustomization.yaml': `kind: Component
resources: [budget.yaml]
patches:
  - path: deployment.yaml
    target: {kind: Deployment}
replacements:
  - source: {kind: Deployment, fieldPath: metadata.name}
    targets:
      - select: {kind: PodDisruptionBudget}
        fieldPaths: [metadata.name, 'spec.selector.matchLabels.[a.b/name]']
`,
    'shared/v1/deployment.yaml':
      'kind: Deployment\nmetadata: {name: any}\nspec: {template: {spec: {containers: [{name: app, tty: true}]}}}\n',
    'shared/v1/budget.yaml':
      'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: any}\nspec: {selector: {matchLabels: {a.b/name: any}}}\n',
  };
  const { manifests } = rendered(files, {
    source: {
      repoURL,
      path: 'dev',
      kustomize: { components: ['../shared/v1'] },
    },
  });
  expect(manifests.map(({ metadata }) => metadata.name)).toEqual([
    'shop',
    'shop',
  ]);
  expect(at(manifests[0], 'spec', 'template', 'spec', 'containers', 0)).toEqual(
    { name: 'app', image: 'registry.example.com/shop', tty: true },
  );
  expect(at(manifests[1], 'spec', 'selector', 'matchLabels')).toEqual({
    'a.b/name': 'shop',
  });
});

it('gives what it renders the images and the namespace of the Application, and a Namespace its name', () => {
  const { manifests } = rendered(
    {
      ...overlay(
        'images: [{name: registry.example.com/shop, newTag: 1.0.0}]\n',
      ),
      'preview/kustomization.yaml': `resources: [../dev, namespace.yaml]
patches:
  - target: {kind: Job}
    patch: "{$patch: delete, kind: Job, metadata: {name: any}}"
`,
      'preview/namespace.yaml':
        'apiVersion: v1\nkind: Namespace\nmetadata: {name: any}\n---\napiVersion: batch/v1\nkind: Job\nmetadata: {name: migrate}\n',
    },
    {
      source: {
        repoURL,
        path: 'preview',
        kustomize: {
          images: ['registry.example.com/shop:2.0.0'],
          namespace: 'shop-7',
        },
      },
    },
  );
  expect(
    manifests.map(({ kind, metadata }) => [
      kind,
      metadata.name,
      metadata.namespace,
    ]),
  ).toEqual([
    ['Deployment', 'shop', 'shop-7'],
    ['Namespace', 'shop-7', undefined],
  ]);
  expect(
    at(manifests[0], 'spec', 'template', 'spec', 'containers', 0, 'image'),
  ).toBe('registry.example.com/shop:2.0.0');
});

it('has nothing in a folder without manifests, and fails where there is no folder', () => {
  const files = { 'dev/README.md': 'Nothing yet' };
  expect(
    rendered(files, { source: { repoURL, path: 'dev' } }).manifests,
  ).toEqual([]);
  expect(() => rendered(files, { source: { repoURL, path: 'test' } })).toThrow(
    'test: app path does not exist',
  );
});

it('has as many Pods as the overlay says, and merges a patch of settings', () => {
  const { manifests } = rendered(
    {
      ...overlay(
        'replicas: [{name: shop, count: 3}]\npatches: [{path: settings.yaml}]\n',
      ),
      'dev/settings.yaml':
        'kind: Deployment\nmetadata: {name: shop}\nspec: {template: {spec: {containers: [{name: app, env: [{name: A, value: b}]}]}}}\n',
    },
    { source: { repoURL, path: 'dev' } },
  );
  expect(manifests[0].spec).toEqual({
    replicas: 3,
    template: {
      spec: {
        containers: [
          {
            name: 'app',
            image: 'registry.example.com/shop',
            env: [{ name: 'A', value: 'b' }],
          },
        ],
      },
    },
  });
});

it('fills in the namespace and the tracking annotation', () => {
  const [deployment] = rendered(overlay(''), {
    source: { repoURL, path: 'dev' },
  }).manifests;
  expect(deployment.metadata.namespace).toBe('shop-dev');
  expect(
    textAt(
      deployment,
      'metadata',
      'annotations',
      'argocd.argoproj.io/tracking-id',
    ),
  ).toBe('shop-dev:apps/Deployment:shop-dev/shop');
});

it.each([
  [
    'a missing resource',
    { 'dev/kustomization.yaml': 'resources: [nope.yaml]\n' },
    /accumulating resources from 'nope.yaml'/,
  ],
  [
    'a patch to nowhere',
    overlay(
      'patches:\n  - target: {kind: Deployment}\n    patch: |-\n      - {op: replace, path: /spec/a/b, value: 1}\n',
    ),
    /doc is missing path/,
  ],
  [
    'text that is not YAML',
    { 'dev/kustomization.yaml': 'resources: [\n' },
    /flow sequence|Flow sequence/,
  ],
  ['a missing folder', { 'other/a.yaml': '' }, /app path does not exist/],
])('fails on %s', (_, files, message) => {
  expect(() =>
    rendered(files as Record<string, string>, {
      source: { repoURL, path: 'dev' },
    }),
  ).toThrow(message);
});

it('fails on a repository that is not there', () => {
  expect(() =>
    rendered(
      {},
      {
        source: { repoURL: 'https://elsewhere.example.com/x.git', path: 'dev' },
      },
    ),
  ).toThrow(/repository or revision not found/);
});

it('renders a chart with value files of another source', () => {
  const files = {
    'chart/Chart.yaml': 'name: redis\n',
    'chart/values.yaml': 'image: {repository: redis, tag: latest}\n',
    'chart/templates/pod.yaml':
      'apiVersion: v1\nkind: Pod\nmetadata: {name: "{{ .Release.Name }}"}\nspec: {containers: [{name: redis, image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"}]}\n',
    'values/production.yaml': 'image: {tag: 7.4.2}\n',
  };
  const { manifests, types, revisions } = rendered(files, {
    sources: [
      {
        repoURL,
        path: 'chart',
        helm: { valueFiles: ['$values/values/production.yaml'] },
      },
      { repoURL, ref: 'values' },
    ],
  });
  expect(at(manifests[0], 'spec', 'containers', 0, 'image')).toBe(
    'redis:7.4.2',
  );
  expect([types, revisions, manifests[0].metadata.name]).toEqual([
    ['Helm', ''],
    ['c0ffee', 'c0ffee'],
    'shop-dev',
  ]);
});
