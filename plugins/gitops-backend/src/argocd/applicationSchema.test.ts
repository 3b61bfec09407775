import { recorded, recordedItems } from '../__testUtils__/recordings';
import { differsInRevisionOnly, isSameApplication } from './Application';
import { ApplicationReader } from './applicationSchema';

const reader = new ApplicationReader({ instance: 'eu' });
const minimal = { metadata: { name: 'orders', namespace: 'argocd' } };

function named(name: string, list = 'list-masked-with-faults') {
  return reader.read(
    recordedItems(list).find(({ metadata }) => metadata.name === name),
  );
}

describe('a recorded list', () => {
  it.each([
    ['2.14.21', false],
    ['3.0.23', false],
    ['3.2.12', false],
    ['3.5.1', true],
  ])(
    'of Argo CD %s is read, its revision being known: %p',
    (version, hasRevision) => {
      const applications = recordedItems('list-masked', version).map(item =>
        reader.read(item),
      );
      expect(applications.length).toBeGreaterThan(10);
      for (const application of applications) {
        expect(application.project).toMatch(/^(team-[ab]|default|platform)$/);
        expect(application.cluster).toBe('https://kubernetes.default.svc');
        expect(application.sources[0].repository).toMatch(/^https:/);
        expect(application.automated).toBe(true);
        expect(Boolean(application.revision)).toBe(hasRevision);
      }
    },
  );

  it.each(['2.14.21', '3.0.23', '3.2.12'])(
    'of Argo CD %s that was asked for parts of the spec lacks all of it',
    version => {
      const [first] = recordedItems('list-masked-3.5-subpaths', version);
      expect(reader.read(first)).toMatchObject({
        project: 'default',
        sources: [],
        cluster: '',
      });
    },
  );

  it('that is empty has null for items', () => {
    expect(recorded<{ items: unknown }>('list-empty').items).toBeNull();
  });
});

describe('an Application', () => {
  it('is kept small, with what a mask lets through', () => {
    expect(named('orders-production')).toEqual({
      instance: 'eu',
      namespace: 'argocd',
      name: 'orders-production',
      labels: {
        'app.kubernetes.io/name': 'orders',
        environment: 'production',
      },
      project: 'team-b',
      cluster: 'https://kubernetes.default.svc',
      destinationNamespace: 'orders-production',
      sources: [
        {
          repository: 'https://git.example.com/platform/gitops.git',
          path: 'apps/orders/envs/production',
          targetRevision: 'main',
        },
      ],
      automated: true,
      selfHeals: true,
      prunes: true,
      sync: 'OutOfSync',
      revision: 'cda3a0541c5653b6384a16e196237363cc440650',
      health: 'Healthy',
      healthSince: '2026-11-23T05:19:17Z',
      isOperationRequested: false,
      operationPhase: 'Failed',
      operationStartedAt: '2026-11-23T05:29:44Z',
      operationFinishedAt: '2026-11-23T05:31:41Z',
      images: [
        'registry.example.com/orders:1.5.1',
        'registry.example.com/orders:1.6.0',
      ],
      externalUrls: [],
    });
  });

  it('may have several sources and no revision, image or operation', () => {
    const legacy = named('legacy-production');
    expect(legacy.sources.map(({ path }) => path)).toEqual([
      'infra/redis',
      undefined,
    ]);
    expect(legacy).toMatchObject({ automated: false, images: [] });
    expect(legacy.revision).toBeUndefined();
    expect(legacy.operationPhase).toBeUndefined();
  });

  it('of several sources has the revision of the first', () => {
    const sync = { status: 'Synced', revisions: ['first', 'second'] };
    expect(reader.read({ ...minimal, status: { sync } }).revision).toBe(
      'first',
    );
  });

  it('is not automated while RollingSync holds it', () => {
    expect(named('alpha-production').automated).toBe(false);
  });

  it.each([
    [{ automated: {} }, true],
    [{ automated: { prune: true } }, true],
    [{ automated: { enabled: true } }, true],
    [{ automated: { enabled: false } }, false],
    [{ automated: null }, false],
    [{}, false],
    [null, false],
  ])('with the sync policy %j is automated: %p', (syncPolicy, automated) => {
    const application = reader.read({ ...minimal, spec: { syncPolicy } });
    expect(application.automated).toBe(automated);
  });

  it.each([
    [{ automated: { selfHeal: true } }, true, false],
    [{ automated: { prune: true } }, false, true],
    [
      { automated: { enabled: false, selfHeal: true, prune: true } },
      false,
      false,
    ],
    [null, false, false],
  ])(
    'with the sync policy %j undoes drift: %p, and deletes what Git no longer has: %p',
    (syncPolicy, selfHeals, prunes) => {
      const application = reader.read({ ...minimal, spec: { syncPolicy } });
      expect(application).toMatchObject({ selfHeals, prunes });
    },
  );

  it('has the dry source and the state of the source hydrator where Argo CD renders its manifests', () => {
    const application = reader.read({
      ...minimal,
      spec: {
        sourceHydrator: {
          drySource: {
            repoURL: 'https://git.example.com/platform/gitops.git',
            path: 'apps/orders',
            targetRevision: 'main',
          },
          syncSource: { targetBranch: 'environments/dev', path: 'orders' },
        },
      },
      status: {
        sourceHydrator: {
          currentOperation: {
            phase: 'Failed',
            drySHA: 'b',
            message: 'https://oauth2:secret@git.example.com/a.git: not found',
            startedAt: '2026-11-23T05:37:20Z',
            finishedAt: '2026-11-23T05:37:21Z',
          },
          lastSuccessfulOperation: { drySHA: 'a', hydratedSHA: 'c' },
        },
      },
    });
    expect(application.sources).toEqual([
      {
        repository: 'https://git.example.com/platform/gitops.git',
        path: 'apps/orders',
        targetRevision: 'main',
      },
    ]);
    expect(application.hydrator).toEqual({
      phase: 'Failed',
      message: 'https://git.example.com/a.git: not found',
      startedAt: '2026-11-23T05:37:20Z',
      dryRevision: 'a',
      hydratedRevision: 'c',
    });
    expect(reader.read(minimal).hydrator).toBeUndefined();
    const hydrateTo = (targetBranch: string) =>
      reader.read({
        ...minimal,
        spec: {
          sourceHydrator: {
            drySource: {},
            syncSource: { targetBranch: 'env/prod' },
            hydrateTo: { targetBranch },
          },
        },
      }).hydrator?.stagedIn;
    expect(hydrateTo('env/prod-next')).toEqual({
      branch: 'env/prod-next',
      syncedBranch: 'env/prod',
    });
    expect(hydrateTo('env/prod')).toBeUndefined();
    // As Argo CD 3.5 lists every Application
    expect(
      reader.read({ ...minimal, status: { sourceHydrator: {} } }).hydrator,
    ).toBeUndefined();
  });

  it('has the links that Argo CD lists in its summary', () => {
    const summary = { externalURLs: ['https://orders.example.com/'] };
    expect(reader.read({ ...minimal, status: { summary } })).toMatchObject({
      externalUrls: ['https://orders.example.com/'],
    });
  });

  it('is being deleted, has an operation requested, where it says so', () => {
    const metadata = {
      ...minimal.metadata,
      deletionTimestamp: '2026-11-23T05:37:20Z',
    };
    expect(
      reader.read({ metadata, operation: { sync: { revision: 'a' } } }),
    ).toMatchObject({
      deletedSince: '2026-11-23T05:37:20Z',
      isOperationRequested: true,
    });
    expect(reader.read({ ...minimal, operation: {} })).toMatchObject({
      deletedSince: undefined,
      isOperationRequested: false,
    });
  });

  it('may lack everything but its name and namespace', () => {
    expect(reader.read(minimal)).toMatchObject({
      labels: {},
      project: 'default',
      sources: [],
      images: [],
    });
    const nulls = { spec: null, status: null, operation: null };
    const metadata = { ...minimal.metadata, labels: null, annotations: null };
    expect(reader.read({ metadata, ...nulls })).toEqual(reader.read(minimal));
  });

  it.each([
    ['https://git.example.com/a.git', 'https://git.example.com/a.git'],
    [
      'https://oauth2:secr@t@git.example.com/a.git',
      'https://git.example.com/a.git',
    ],
    ['git@git.example.com:a/b.git', 'git@git.example.com:a/b.git'],
    ['https://git.example.com/a@b.git', 'https://git.example.com/a@b.git'],
  ])('from %s is told to be from %s', (repoURL, repository) => {
    const spec = { source: { repoURL } };
    const [source] = reader.read({ ...minimal, spec }).sources;
    expect(source.repository).toBe(repository);
  });

  it('tells which files of values its sources name, and nothing else of Helm', () => {
    const repoURL = 'https://git.example.com/a.git';
    const values = 'token: not-to-be-held';
    const spec = {
      sources: [
        { repoURL, helm: { valueFiles: ['$b/values.yaml'], values } },
        { repoURL, ref: 'b', helm: { valueFiles: [] } },
      ],
    };
    expect(reader.read({ ...minimal, spec }).sources).toEqual([
      { repository: repoURL, valueFiles: ['$b/values.yaml'] },
      { repository: repoURL, ref: 'b' },
    ]);
  });
});

describe('hostile values', () => {
  const hostile = `<script>alert(1)</script>\u0000\u001b[31m\u202e${'x'.repeat(
    10_000,
  )}`;

  it('are kept as they are: the page escapes them', () => {
    const application = reader.read({
      metadata: { name: hostile, namespace: hostile, labels: { a: hostile } },
      spec: { project: hostile },
      status: { health: { status: hostile }, summary: { images: [hostile] } },
    });
    expect(application).toMatchObject({
      name: hostile,
      labels: { a: hostile },
      health: hostile,
      images: [hostile],
    });
  });

  it('cannot reach the prototype of anything', () => {
    const labels = JSON.parse('{"__proto__": "a", "constructor": "b"}');
    const metadata = { ...minimal.metadata, labels };
    const application = reader.read({ metadata });
    expect(application.labels.constructor).toBe('b');
    expect(Object.getPrototypeOf(application.labels)).toBe(Object.prototype);
  });

  it.each<[string, unknown]>([
    ['null', null],
    ['a text', 'orders'],
    ['a list', []],
    ['no metadata', {}],
    ['no name', { metadata: { namespace: 'argocd' } }],
    ['an empty name', { metadata: { name: '', namespace: 'argocd' } }],
    ['a number for a name', { metadata: { name: 1, namespace: 'argocd' } }],
    [
      'labels that are a list',
      { metadata: { ...minimal.metadata, labels: [] } },
    ],
    [
      'a label that is a number',
      { metadata: { ...minimal.metadata, labels: { a: 1 } } },
    ],
    ['a status that is a text', { ...minimal, status: 'Healthy' }],
    [
      'images that are a text',
      { ...minimal, status: { summary: { images: 'a' } } },
    ],
    ['a source that is a text', { ...minimal, spec: { source: 'https://a' } }],
  ])('of a wrong type are refused: %s', (_, value) => {
    expect(() => reader.read(value)).toThrow();
    // and the next one is read as if nothing had happened
    expect(reader.read(minimal).name).toBe('orders');
  });
});

it('differs from another observation in its revision only where all else is the same', () => {
  const read = (revision: string, health = 'Healthy') =>
    reader.read({
      ...minimal,
      status: { sync: { revision }, health: { status: health } },
    });
  expect(isSameApplication(read('a'), read('a'))).toBe(true);
  expect(isSameApplication(read('a'), read('b'))).toBe(false);
  expect(differsInRevisionOnly(read('a'), read('b'))).toBe(true);
  expect(differsInRevisionOnly(read('a'), read('a'))).toBe(false);
  expect(differsInRevisionOnly(read('a'), read('b', 'Degraded'))).toBe(false);
});

it.each([
  [{ a: '1' }, { b: '1' }],
  [{ a: '1' }, { a: '1', b: '2' }],
  [{}, { constructor: '1' }],
])('is another observation with the labels %j than with %j', (a, b) => {
  const read = (labels: object) =>
    reader.read({ metadata: { ...minimal.metadata, labels } });
  expect(isSameApplication(read(a), read(b))).toBe(false);
  expect(isSameApplication(read(b), read(a))).toBe(false);
});
