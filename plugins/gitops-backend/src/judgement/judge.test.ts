import { recordedClient } from '../__testUtils__/recordedClient';
import {
  listedApplication,
  recordedEvents,
  reader,
} from '../__testUtils__/recordings';
import type { Application } from '../argocd/Application';
import { diagnose } from '../diagnosis/diagnose';
import type {
  Diagnosis,
  OperationResource,
  WorkloadPod,
} from '../inventory/Diagnosis';
import { isPlainlyWell } from './versions';
import { judge } from './judge';

const signal = new AbortController().signal;
const now = Date.parse('2026-11-23T06:00:00Z');

/** Each case: what the list shows, what was recorded besides, and what a developer is to read. */
const cases = [
  {
    application: 'payments-production',
    recordings: {
      get: 'get-payments-production',
      tree: 'tree-payments-production',
      managedResources: 'managed-resources-payments-production',
      events: 'events-of-externalsecret',
    },
    expected: {
      state: 'failed',
      reason:
        'Secret key STRIPE_KEY is missing in the store (production/payments). Nothing was deployed: Deployment payments waits for it.',
      since: '2026-11-23T05:31:44Z',
      running: null,
      wanted: '1.5.0',
      nothingRuns: true,
    },
    undiagnosed: {
      state: 'failed',
      reason: 'The last sync failed.',
      running: null,
      wanted: null,
      nothingRuns: false,
    },
  },
  {
    application: 'orders-production',
    recordings: {
      get: 'get-orders-production',
      tree: 'tree-orders-production',
    },
    expected: {
      state: 'failed',
      reason:
        'The migration of 1.6.0 failed (Job orders-migrate, wave −1): Job has reached the specified backoff limit. 1.5.1 still runs; Deployment orders was not touched.',
      since: '2026-11-23T05:31:41Z',
      running: '1.5.1',
      wanted: '1.6.0',
      nothingRuns: false,
    },
    undiagnosed: {
      state: 'failed',
      reason: 'The last sync failed.',
      running: null,
      wanted: null,
      nothingRuns: false,
    },
  },
  {
    application: 'catalog-staging',
    recordings: { get: 'get-catalog-staging', tree: 'tree-catalog-staging' },
    expected: {
      state: 'unknown',
      reason:
        "Manifests can't be generated: apps/catalog/envs/staging/missing.yaml does not exist. 1.7.2 still runs; no change in Git arrives.",
      since: '2026-11-23T05:31:35Z',
      running: '1.7.2',
      wanted: null,
      nothingRuns: false,
    },
    undiagnosed: {
      state: 'unknown',
      reason:
        "Argo CD can't compare Git and the cluster. 1.7.2 still runs; no change in Git arrives.",
      running: '1.7.2',
      wanted: null,
      nothingRuns: false,
    },
  },
  {
    application: 'search-test',
    recordings: { get: 'get-search-test', tree: 'tree-search-test' },
    expected: {
      state: 'suspended',
      reason:
        'The Deployment search is paused. Changes wait until it is resumed.',
      since: '2026-11-23T05:30:14Z',
      running: '1.8.7',
      nothingRuns: false,
    },
    undiagnosed: {
      state: 'suspended',
      reason: null,
      running: '1.8.7',
      nothingRuns: false,
    },
  },
  {
    application: 'legacy-production',
    recordings: {
      get: 'get-legacy-production',
      tree: 'tree-legacy-production',
    },
    expected: {
      state: 'notDeployed',
      reason: 'Never deployed: the Application syncs by hand only.',
      since: null,
      running: null,
      wanted: null,
      nothingRuns: true,
    },
    undiagnosed: {
      state: 'notDeployed',
      reason: 'Never deployed.',
      running: null,
      nothingRuns: true,
    },
  },
  {
    application: 'alpha-production',
    recordings: {
      get: 'get-alpha-production',
      tree: 'tree-alpha-production',
      applicationSet: 'applicationset-rolling',
    },
    expected: {
      state: 'waiting',
      reason: 'Waits for its turn in the rolling sync: step 3, after staging.',
      since: null,
      running: null,
      wanted: 'cda3a05',
      nothingRuns: true,
    },
    undiagnosed: {
      state: 'notDeployed',
      reason: 'Never deployed.',
      running: null,
      nothingRuns: true,
    },
  },
];

describe('judge', () => {
  it.each(cases)(
    'tells the truth about $application',
    async ({ application: name, recordings, expected }) => {
      const application = listedApplication(name);
      const diagnosis = await diagnose(
        recordedClient(recordings),
        application,
        signal,
      );
      expect(isPlainlyWell(application)).toBe(false);
      expect(judge(application, diagnosis, now)).toMatchObject(expected);
    },
  );

  it.each(cases)(
    'says of $application no more than the list shows until it is diagnosed',
    ({ application, undiagnosed }) => {
      expect(
        judge(listedApplication(application), undefined, now),
      ).toMatchObject(undiagnosed);
    },
  );

  it.each([
    [
      'Failed to load live state: failed to get cluster info for "https://10.0.0.1": error synchronizing cache state : connection refused',
      'The cluster can\'t be read: failed to get cluster info for "https://10.0.0.1": error synchronizing cache state : connection refused. 1.7.2 still runs; no change in Git arrives.',
    ],
    [
      'Failed to compare desired state to live state: failed to calculate diff: error calculating structured merge diff: unable to resolve parseableType for GroupVersionKind: apps/v1, Kind=Deployment',
      "Git and the cluster can't be compared: failed to calculate diff: error calculating structured merge diff: unable to resolve parseableType for GroupVersionKind: apps/v1, Kind=Deployment. 1.7.2 still runs; no change in Git arrives.",
    ],
    [
      'error setting app health: exit',
      "Git and the cluster can't be compared: error setting app health: exit. 1.7.2 still runs; no change in Git arrives.",
    ],
  ])('does not blame the manifests for “%s”', async (message, reason) => {
    const application = listedApplication('catalog-staging');
    const diagnosis = await diagnose(
      recordedClient({
        get: 'get-catalog-staging',
        tree: 'tree-catalog-staging',
      }),
      application,
      signal,
    );
    const conditions = [{ type: 'ComparisonError', message }];
    expect(judge(application, { ...diagnosis, conditions }, now)).toMatchObject(
      {
        state: 'unknown',
        reason,
      },
    );
  });

  it('says between tries what the last one failed at, and in a try what it does', async () => {
    // As recorded of payments-production between its tries
    const application = {
      ...listedApplication('orders-production'),
      operationPhase: 'Running',
    };
    const found = await diagnose(
      recordedClient({
        get: 'get-orders-production',
        tree: 'tree-orders-production',
      }),
      application,
      signal,
    );
    const operation = { ...found.operation!, retries: 1, retryLimit: 3 };
    expect(judge(application, { ...found, operation }, now)).toMatchObject({
      state: 'deploying',
      reason:
        'The migration of 1.6.0 failed (Job orders-migrate, wave −1): Job has reached the specified backoff limit. 1.5.1 still runs; Deployment orders was not touched. Retry 1 of 3.',
    });
    const resources = operation.resources.map(one =>
      one.kind === 'Job' ? { ...one, phase: 'Running' } : one,
    );
    expect(
      judge(
        application,
        { ...found, operation: { ...operation, resources } },
        now,
      ).reason,
    ).toBe(
      'The migration runs (Job orders-migrate). Retry 1 of 3. 1.5.1 still serves requests.',
    );
  });

  it('does not claim that an Application syncs by hand whose ApplicationSet it could not read', async () => {
    const application = listedApplication('alpha-production');
    const recordings = {
      get: 'get-alpha-production',
      tree: 'tree-alpha-production',
    };
    const diagnosis = await diagnose(
      recordedClient(recordings),
      application,
      signal,
    );
    expect(judge(application, diagnosis, now).reason).toBe(
      "Never deployed: it syncs by hand, or waits for its turn in ApplicationSet rolling, which can't be read.",
    );
  });

  it('needs no diagnosis of what is plainly well', () => {
    const application = listedApplication('catalog-dev');
    expect(isPlainlyWell(application)).toBe(true);
    expect(judge(application, undefined, now)).toMatchObject({
      state: 'healthy',
      reason: null,
      running: '1.9.2',
      wanted: '1.9.2',
      nothingRuns: false,
    });
  });

  it('follows the recorded deployment: the old version runs until it is replaced', () => {
    const told = recordedEvents('stream-sse-masked-no-replay')
      .filter(({ application }) => application.metadata.name === 'payments-dev')
      .map(({ application }) =>
        judge(reader.read(application), undefined, now),
      );
    const steps = told
      .map(({ state, running }) => `${state} ${running}`)
      .filter((step, index, all) => step !== all[index - 1]);
    expect(steps).toMatchInlineSnapshot(`
      [
        "healthy 1.9.0",
        "deploying 1.9.0",
        "deploying null",
        "outOfSync null",
        "deploying null",
        "deploying 1.10.372",
        "healthy 1.10.372",
      ]
    `);
  });

  it('does not call what it does not know healthy', () => {
    const application = listedApplication('catalog-dev');
    for (const health of [undefined, 'Unknown', 'SomethingNew']) {
      expect(judge({ ...application, health }, undefined, now).state).toBe(
        'unknown',
      );
    }
    expect(
      judge({ ...application, sync: 'SomethingNew' }, undefined, now).state,
    ).toBe('unknown');
    expect(
      judge({ ...application, sync: undefined }, undefined, now).state,
    ).toBe('unknown');
  });
});

describe('what runs', () => {
  const orders = (given: Partial<Application>): Application => ({
    ...listedApplication('orders-production'),
    ...given,
  });
  const diagnosed = (given: Partial<Diagnosis> = {}): Diagnosis => ({
    revisions: [],
    conditions: [],
    resources: [],
    lastDeployed: [],
    ...given,
  });
  const pod = (version: string, health: string, message?: string) => ({
    name: `orders-${version}`,
    images: [`registry.example.com/orders:${version}`],
    health,
    message,
  });
  const resource = (kind: string, health: string, more: object = {}) => ({
    group: '',
    version: 'v1',
    kind,
    namespace: 'orders',
    name: 'orders',
    wave: 0,
    isHook: false,
    health,
    ...more,
  });
  const operated = (...resources: OperationResource[]) => ({
    revisions: ['b'],
    retries: 0,
    resources,
  });
  const migration: OperationResource = {
    group: 'batch',
    kind: 'Job',
    namespace: 'orders',
    name: 'orders-migrate',
    hook: 'Sync',
    phase: 'Failed',
    images: ['registry.example.com/orders:1.6.0'],
  };
  const first = {
    sync: 'OutOfSync',
    health: 'Missing',
    images: ['registry.example.com/orders:1.6.0'],
  };

  it('is not the image of the migration of a first deployment', () => {
    const runs = judge(
      orders({ ...first, operationPhase: 'Running' }),
      undefined,
      now,
    );
    expect(runs).toMatchObject({ state: 'deploying', running: null });
    expect(runs.reason).toBeNull();

    // Argo CD's cache is away, so that no Pod is known
    const failed = judge(
      orders({ ...first, operationPhase: 'Failed' }),
      diagnosed({
        operation: operated(migration),
        resources: [resource('Deployment', 'Missing')],
      }),
      now,
    );
    expect(failed).toMatchObject({ state: 'failed', running: null });
    expect(failed.reason).toBe(
      'The migration of 1.6.0 failed (Job orders-migrate). Nothing was deployed: Deployment orders waits for it.',
    );
  });

  it('serves only where a Pod is well', () => {
    const application = orders({ sync: 'Synced', health: 'Degraded' });
    const wantedImages = ['registry.example.com/orders:1.6.0'];
    const bad = 'back-off restarting failed container';
    const of = (...pods: WorkloadPod[]) =>
      judge(
        { ...application, operationPhase: 'Succeeded' },
        diagnosed({ pods, wantedImages }),
        now,
      ).reason;
    expect(of(pod('1.5.0', 'Degraded', bad), pod('1.6.0', 'Degraded'))).toBe(
      `2 of 2 pods are not well: ${bad}.`,
    );
    expect(of(pod('1.5.0', 'Healthy'), pod('1.6.0', 'Degraded', bad))).toBe(
      `1 of 2 pods is not well: ${bad}. 1.5.0 still serves requests.`,
    );
    const failed = diagnosed({
      pods: [pod('1.5.0', 'Degraded', bad)],
      wantedImages,
      operation: operated(migration),
      resources: [resource('Deployment', 'Degraded')],
    });
    expect(
      judge({ ...application, operationPhase: 'Failed' }, failed, now).reason,
    ).toBe(
      'The migration of 1.6.0 failed (Job orders-migrate). No pod of 1.5.0 is ready; Deployment orders was not touched.',
    );
  });

  it('is deployed where a workload was applied whose Pods are still to come', () => {
    const ingress: OperationResource = {
      ...migration,
      kind: 'Ingress',
      name: 'orders',
      hook: undefined,
      phase: undefined,
      status: 'SyncFailed',
      message: 'admission webhook denied the request',
    };
    const deployment: OperationResource = {
      ...ingress,
      kind: 'Deployment',
      status: 'Synced',
    };
    const { reason } = judge(
      orders({ ...first, health: 'Progressing', operationPhase: 'Failed' }),
      diagnosed({
        pods: [],
        operation: operated(deployment, ingress),
        resources: [
          resource('Deployment', 'Progressing'),
          resource('Ingress', 'Missing'),
        ],
      }),
      now,
    );
    expect(reason).toBe(
      'Ingress orders could not be applied: admission webhook denied the request. No pod is there.',
    );
  });

  it('is something where a CronJob has no Pod at the moment', () => {
    const resources = [resource('CronJob', 'Healthy')];
    const wantedImages = ['registry.example.com/orders:1.6.0'];
    expect(
      judge(
        orders({ sync: 'OutOfSync', health: 'Healthy', images: [] }),
        diagnosed({ pods: [], resources, wantedImages }),
        now,
      ),
    ).toMatchObject({ nothingRuns: false, running: null, wanted: '1.6.0' });
  });

  it('was there before Argo CD: that is not "never deployed"', () => {
    const adopted = orders({
      sync: 'OutOfSync',
      health: 'Missing',
      operationPhase: undefined,
      images: ['registry.example.com/orders:1.5.0'],
    });
    expect(judge(adopted, undefined, now)).toMatchObject({
      state: 'outOfSync',
      reason: 'Resources are missing in the cluster.',
      running: null,
      nothingRuns: false,
    });
    const diagnosis = diagnosed({
      pods: [pod('1.5.0', 'Healthy')],
      resources: [
        resource('Deployment', 'Healthy'),
        resource('Ingress', 'Missing'),
      ],
    });
    expect(judge(adopted, diagnosis, now)).toMatchObject({
      state: 'outOfSync',
      reason: 'Ingress orders is missing in the cluster.',
      running: '1.5.0',
    });
  });

  it('is not called incomparable before Argo CD has compared it', () =>
    expect(
      judge(
        orders({ sync: undefined, health: undefined, images: [] }),
        undefined,
        now,
      ),
    ).toMatchObject({
      state: 'unknown',
      reason: 'Argo CD has not compared Git and the cluster yet.',
    }));

  it.each([
    [
      'the values have changed beside the chart',
      ['2.0.0', 'a'],
      'Deployment orders differs from Git: Argo CD has not synced it yet.',
    ],
    [
      'the cluster has changed',
      ['2.0.0', 'b'],
      'Deployment orders differs from Git, which has not changed since the last deployment.',
    ],
  ])('differs from Git when %s', (_, lastDeployed, reason) => {
    const application = orders({
      sync: 'OutOfSync',
      health: 'Healthy',
      operationPhase: 'Succeeded',
      automated: true,
      revision: undefined,
    });
    const resources = [
      resource('Deployment', 'Healthy', { sync: 'OutOfSync' }),
    ];
    const operation = {
      revisions: lastDeployed,
      retries: 0,
      resources: [
        {
          ...migration,
          kind: 'Deployment',
          images: ['registry.example.com/orders:1.5.1'],
        },
      ],
    };
    const found = judge(
      application,
      diagnosed({
        revisions: ['2.0.0', 'b'],
        lastDeployed,
        resources,
        operation,
        pods: [pod('1.5.1', 'Healthy')],
      }),
      now,
    );
    expect(found.reason).toBe(reason);
    // What the operation of another commit applied is not what Git asks for now
    expect(found.wanted).toBe(lastDeployed[1] === 'b' ? '1.5.1' : null);
  });

  it('is the image that the manifests name, where none is named like the service', () => {
    const application = orders({
      sync: 'Synced',
      health: 'Healthy',
      operationPhase: 'Succeeded',
      images: ['docker.io/istio/proxyv2:1.22.3', 'ghcr.io/acme/backend:3.1.0'],
    });
    expect(isPlainlyWell(application)).toBe(false);
    expect(judge(application, undefined, now)).toMatchObject({
      state: 'healthy',
      running: null,
      wanted: null,
    });
    const pods = [{ name: 'a', images: application.images, health: 'Healthy' }];
    expect(
      judge(
        application,
        diagnosed({ pods, wantedImages: ['ghcr.io/acme/backend:3.1.0'] }),
        now,
      ),
    ).toMatchObject({ running: '3.1.0', wanted: '3.1.0' });
  });

  it('is found among the Pods of an image that comes from elsewhere by now', () => {
    const application = orders({
      sync: 'OutOfSync',
      health: 'Healthy',
      operationPhase: 'Running',
      images: ['docker.io/acme/orders:1.5.0'],
    });
    const pods = [
      { name: 'a', images: ['docker.io/acme/orders:1.5.0'], health: 'Healthy' },
    ];
    for (const image of ['ghcr.io/acme/orders', 'ghcr.io/acme/shop'])
      expect(
        judge(
          application,
          diagnosed({ pods, wantedImages: [`${image}:1.6.0`] }),
          now,
        ),
      ).toMatchObject({
        running: '1.5.0',
        wanted: '1.6.0',
        nothingRuns: false,
        reason: '1.5.0 still serves requests.',
      });
  });

  it("is not told by the Pods of another workload, nor by a hook's image", () => {
    const application = orders({
      sync: 'Synced',
      health: 'Degraded',
      operationPhase: 'Succeeded',
    });
    const redis = { name: 'r', images: ['redis:7.2'], health: 'Healthy' };
    const wantedImages = ['redis:7.2', 'registry.example.com/orders:1.5.0'];
    expect(
      judge(
        application,
        diagnosed({ pods: [redis, pod('1.5.0', 'Degraded')], wantedImages }),
        now,
      ),
    ).toMatchObject({ running: '1.5.0', wanted: '1.5.0', nothingRuns: false });

    // Two workloads of which none is named like the service: whose version it is can't be told
    const backend = {
      name: 'b',
      images: ['acme/backend:1.0'],
      health: 'Healthy',
    };
    const unnamed = orders({
      sync: 'Synced',
      health: 'Healthy',
      operationPhase: 'Succeeded',
      revision: 'b',
      images: ['acme/backend:1.0', 'redis:7.2'],
    });
    const resources = ['cache', 'web'].map(name =>
      resource('Deployment', 'Healthy', { name }),
    );
    const applied = [
      'acme/migrations:2.0',
      'redis:7.2',
      'acme/backend:1.0',
    ].map((image, index) => ({
      ...migration,
      phase: 'Succeeded',
      hook: index === 0 ? 'Sync' : undefined,
      images: [image],
    }));
    expect(
      judge(
        unnamed,
        diagnosed({
          pods: [redis, backend],
          resources,
          operation: { ...operated(...applied) },
        }),
        now,
      ),
    ).toMatchObject({ running: null, wanted: null, nothingRuns: false });
  });
});
