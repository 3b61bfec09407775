import {
  applied,
  application,
  diagnosis,
  entry,
  operation,
  pod,
  resource,
  workload,
} from '../__testUtils__/builtEntry';
import { recordedClient } from '../__testUtils__/recordedClient';
import {
  listedApplication,
  reader,
  recorded,
  recordedEvents,
} from '../__testUtils__/recordings';
import type { Application } from '../argocd/Application';
import { applicationSetList } from '../argocd/applicationSetSchemas';
import { setErrorOf } from '../diagnosis/applicationSet';
import { diagnose } from '../diagnosis/diagnose';
import type { Entry } from '../inventory/Entry';
import { judge } from './judge';

const now = Date.parse('2026-11-23T06:00:00Z');
const monthsLater = Date.parse('2027-02-01T06:00:00Z');
const pullFailure = 'Back-off pulling image "r/orders:1.6.0"';

/**
 * Recorded of Argo CD 3.5.1: Application, what was recorded besides, and what a developer has to
 * read.
 */
const recordedCases = [
  {
    name: 'payments-production',
    recordings: {
      get: 'get-payments-production',
      tree: 'tree-payments-production',
      managedResources: 'managed-resources-payments-production',
      events: 'events-of-externalsecret',
    },
    expected: {
      state: 'failed',
      cause: {
        code: 'secretKeyMissing',
        params: { key: 'STRIPE_KEY', remoteKey: 'production/payments' },
      },
      reason:
        'Secret key STRIPE_KEY is missing from the store (production/payments). Nothing was deployed: Deployment payments is waiting for it.',
      since: '2026-11-23T05:20:42Z',
      running: null,
      wanted: '1.5.0',
      nothingRuns: true,
    },
    undiagnosed: { state: 'failed', reason: 'The last sync failed.' },
  },
  {
    name: 'orders-production',
    recordings: {
      get: 'get-orders-production',
      tree: 'tree-orders-production',
    },
    expected: {
      state: 'failed',
      reason:
        'The migration of 1.6.0 failed (Job orders-migrate, wave −1): Job has reached the specified backoff limit. 1.5.1 still runs. Deployment orders was not touched.',
      since: '2026-11-23T05:31:41Z',
      running: '1.5.1',
      wanted: '1.6.0',
      nothingRuns: false,
    },
    undiagnosed: { state: 'failed', reason: 'The last sync failed.' },
  },
  {
    name: 'catalog-staging',
    recordings: { get: 'get-catalog-staging', tree: 'tree-catalog-staging' },
    expected: {
      state: 'unknown',
      reason:
        "Manifests can't be generated: apps/catalog/envs/staging/missing.yaml does not exist. 1.7.2 still runs. Changes in Git don't reach the cluster.",
      since: '2026-11-23T05:31:35Z',
      running: '1.7.2',
      wanted: null,
      nothingRuns: false,
    },
    undiagnosed: {
      state: 'unknown',
      reason: "Argo CD can't compare Git and the cluster.",
    },
  },
  {
    name: 'search-test',
    recordings: { get: 'get-search-test', tree: 'tree-search-test' },
    expected: {
      state: 'suspended',
      reason: 'Deployment search is paused. Changes wait until it is resumed.',
      since: '2026-11-23T05:30:14Z',
      running: '1.8.7',
      nothingRuns: false,
    },
    undiagnosed: { state: 'suspended', reason: null, running: null },
  },
  {
    name: 'legacy-production',
    recordings: {
      get: 'get-legacy-production',
      tree: 'tree-legacy-production',
    },
    expected: {
      state: 'notDeployed',
      reason: 'Never deployed: the Application is synced by hand.',
      since: null,
      running: null,
      nothingRuns: true,
    },
    undiagnosed: { state: 'notDeployed', reason: null, nothingRuns: true },
  },
  {
    name: 'alpha-production',
    recordings: {
      get: 'get-alpha-production',
      tree: 'tree-alpha-production',
      applicationSet: 'applicationset-rolling',
    },
    expected: {
      state: 'waiting',
      reason:
        'Waiting for its turn in the rolling sync: step 3, after staging.',
      since: '2026-11-23T05:29:39Z',
      running: null,
      nothingRuns: true,
    },
    undiagnosed: { state: 'notDeployed', reason: null, nothingRuns: true },
  },
];

describe('A recorded Application', () => {
  it.each(recordedCases)(
    '$name is judged by all that was recorded of it',
    async ({ recordings, expected }) => {
      expect(judge(await recordedEntry(recordings), now)).toMatchObject(
        expected,
      );
    },
  );

  it.each(recordedCases)(
    '$name is judged by no more than the list shows before it is diagnosed',
    ({ name, undiagnosed }) => {
      expect(
        judge({ application: listedApplication(name) }, now),
      ).toMatchObject({ wanted: null, ...undiagnosed });
    },
  );

  it('whose ApplicationSet can not be read is not claimed to be synced by hand', async () => {
    const found = await recordedEntry({
      get: 'get-alpha-production',
      tree: 'tree-alpha-production',
    });
    expect(judge(found, now).reason).toBe(
      "Never deployed: it is synced by hand, or is waiting for its turn in ApplicationSet rolling, which can't be read.",
    );
  });

  it.each([
    [
      'clusterUnreadable',
      'Failed to load live state: failed to get cluster info for "https://10.0.0.1": connection refused',
      'The cluster can\'t be read: failed to get cluster info for "https://10.0.0.1": connection refused.',
    ],
    [
      'gitUnreadable',
      'Failed to load target state: failed to generate manifest for source 1 of 1: rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial tcp 10.0.0.7:8081: connect: connection refused"',
      'Argo CD can\'t read Git: connection error: desc = "transport: Error while dialing: dial tcp 10.0.0.7:8081: connect: connection refused".',
    ],
    [
      'gitUnreadable',
      'Failed to load target state: failed to generate manifest for source 1 of 1: rpc error: code = Unknown desc = failed to list refs: Get "https://git.example.com/platform/gitops.git/info/refs?service=git-upload-pack": dial tcp 10.0.0.8:443: connect: connection refused',
      'Argo CD can\'t read Git: failed to list refs: Get "https://git.example.com/platform/gitops.git/info/refs?service=git-upload-pack": dial tcp 10.0.0.8:443: connect: connection refused.',
    ],
    [
      'manifestsBroken',
      'Failed to load target state: failed to generate manifest for source 1 of 1: rpc error: code = Unknown desc = Manifest generation error (cached): `helm template` failed exit status 1',
      "Manifests can't be generated: `helm template` failed exit status 1.",
    ],
    [
      'comparisonFailed',
      'Failed to compare desired state to live state: failed to calculate diff: unable to resolve parseableType for GroupVersionKind: apps/v1, Kind=Deployment',
      "Git and the cluster can't be compared: failed to calculate diff: unable to resolve parseableType for GroupVersionKind: apps/v1, Kind=Deployment.",
    ],
    [
      'comparisonFailed',
      'error setting app health: exit',
      "Git and the cluster can't be compared: error setting app health: exit.",
    ],
  ])('has cause %s for “%s”', async (code, message, sentence) => {
    const { application: listed, diagnosis: found } = await recordedEntry({
      get: 'get-catalog-staging',
      tree: 'tree-catalog-staging',
    });
    const conditions = [{ type: 'ComparisonError', message }];
    const changed = { ...found!, conditions };
    expect(
      judge({ application: listed, diagnosis: changed }, now),
    ).toMatchObject({
      state: 'unknown',
      cause: { code },
      reason: `${sentence} 1.7.2 still runs. Changes in Git don't reach the cluster.`,
    });
  });

  it('says between two tries what the last one failed at, and in a try what it does', async () => {
    const { application: listed, diagnosis: found } = await recordedEntry({
      get: 'get-orders-production',
      tree: 'tree-orders-production',
    });
    const running = { ...listed, operationPhase: 'Running' };
    const retried = { ...found!.operation!, retries: 1, retryLimit: 3 };
    const reasonOf = (of: typeof retried) =>
      judge(
        { application: running, diagnosis: { ...found!, operation: of } },
        now,
      ).reason;
    expect(reasonOf(retried)).toBe(
      'The migration of 1.6.0 failed (Job orders-migrate, wave −1): Job has reached the specified backoff limit. Retry 1 of 3. 1.5.1 still runs. Deployment orders was not touched.',
    );
    const resources = retried.resources.map(one =>
      one.kind === 'Job' ? { ...one, phase: 'Running' } : one,
    );
    expect(reasonOf({ ...retried, resources })).toMatch(
      /^The migration is running \(Job orders-migrate\)\. Retry 1 of 3\. .*1\.5\.1 still serves? requests\.$/,
    );
  });

  it('that is well shows no version before it is diagnosed: the images that are listed may be those of a hook', () => {
    const listed = listedApplication('catalog-dev');
    expect(judge({ application: listed }, now)).toMatchObject({
      state: 'healthy',
      reason: null,
      running: null,
      wanted: null,
      nothingRuns: false,
    });
  });

  it('that was diagnosed before shows what ran then as long as nothing else is listed', () => {
    const earlier = diagnosis({ pods: [pod('1.5.0')] });
    const listed = (images: string[], health: string) =>
      judge({ application: application({ images, health }), earlier }, now)
        .running;
    expect(listed(['r/orders:1.5.0'], 'Progressing')).toBe('1.5.0');
    // Ready or not, a Job's or the service's: that is not known yet
    expect(listed(['r/orders:1.6.0'], 'Progressing')).toBeNull();
    expect(listed(['r/orders:1.5.0', 'r/orders:1.6.0'], 'Healthy')).toBeNull();
    expect(listed(['r/orders:1.5.0'], 'Missing')).toBeNull();
  });

  it('that is deployed shows no version before its Pods are known', () => {
    const steps = recordedEvents('stream-sse-masked-no-replay')
      .filter(one => one.application.metadata.name === 'payments-dev')
      .map(one => reader.read(one.application))
      .map(one => judge({ application: one }, minutesAfterOperation(one)))
      .map(({ state, running }) => `${state} ${running}`);
    expect(steps.filter((step, index) => step !== steps[index - 1])).toEqual([
      'healthy null',
      'deploying null',
      'outOfSync null',
      'deploying null',
      'healthy null',
    ]);
  });
});

describe('Pods', () => {
  it.each([
    [
      'that fail are said to fail though Argo CD still waits',
      [
        pod('1.5.0'),
        pod('1.6.0', 'Progressing'),
        pod('1.6.0', 'Degraded', { message: pullFailure }),
      ],
      'degraded',
      `1 of 2 pods of 1.6.0 can't pull the image: ${pullFailure}. 1 pod of 1.5.0 still serves requests.`,
    ],
    [
      'of another workload are not counted',
      [
        pod('1.6.0'),
        pod('1.6.0', 'Progressing', { name: 'b' }),
        pod('1.5.0'),
        pod('library/redis:7.0', 'Healthy', { workload: 'StatefulSet redis' }),
      ],
      'deploying',
      '1 of 2 pods of 1.6.0 are ready. 1 pod of 1.5.0 still serves requests.',
    ],
    [
      'that are still to come leave the old version serving',
      [pod('1.5.0'), pod('1.6.0', 'Progressing')],
      'deploying',
      '0 of 1 pods of 1.6.0 are ready. 1 pod of 1.5.0 still serves requests.',
    ],
  ])('%s', (_, pods, state, reason) => {
    const found = entry(
      { health: 'Progressing' },
      { pods, workloads: [workload('1.6.0')] },
    );
    expect(judge(found, monthsLater)).toMatchObject({
      state,
      reason: reason.replace(
        '1 of 2 pods of 1.6.0 are',
        '1 of 2 pods of 1.6.0 is',
      ),
      running: '1.5.0',
      wanted: '1.6.0',
      nothingRuns: false,
    });
  });

  it('that wait for a volume are not running', () => {
    const found = entry(
      { health: 'Degraded' },
      {
        pods: [pod('1.5.0', 'Progressing')],
        pendingVolumes: ['data'],
        resources: [
          resource('apps/Deployment orders', {
            health: 'Degraded',
            healthMessage: 'exceeded its progress deadline',
          }),
        ],
      },
    );
    expect(judge(found, now)).toMatchObject({
      state: 'degraded',
      cause: { code: 'volumePending' },
      running: null,
      nothingRuns: true,
    });
  });

  it('that crash one after the other leave nothing serving', () => {
    const crash = { message: 'back-off 5m0s restarting failed container=app' };
    const found = entry(
      { health: 'Degraded' },
      {
        pods: [
          pod('1.5.0', 'Degraded', { ...crash, name: 'a' }),
          pod('1.5.0', 'Degraded', { ...crash, name: 'b' }),
        ],
      },
    );
    expect(judge(found, now)).toMatchObject({
      reason: `2 of 2 pods of 1.5.0 keep crashing: ${crash.message}.`,
      running: null,
      nothingRuns: true,
    });
  });

  it('that Argo CD may not show are not claimed to be gone', () => {
    const found = entry({ images: [] }, { pods: [] });
    expect(judge(found, now)).toMatchObject({
      state: 'healthy',
      running: '1.5.0',
      wanted: '1.5.0',
      nothingRuns: false,
    });
  });

  it('have the version of their container, not of an init container of the same repository', () => {
    const images = ['r/orders:0.9.0', 'r/orders:1.0.0'];
    const inits = {
      images: ['r/orders:1.0.0'],
      initImages: ['r/orders:0.9.0'],
    };
    const found = entry(
      { images },
      {
        pods: [pod('1.0.0', 'Healthy', { images })],
        workloads: [
          workload('1.0.0', {
            wanted: inits,
            inCluster: { ...inits, replicas: 1, ready: 1 },
          }),
        ],
      },
    );
    expect(judge(found, now)).toMatchObject({
      state: 'healthy',
      running: '1.0.0',
      wanted: '1.0.0',
    });
  });

  it('serve where only their init container and their own version can not be told apart', () => {
    const images = ['r/orders:0.9.0', 'r/orders:1.0.0'];
    const changed = {
      images: ['r/orders:1.1.0'],
      initImages: ['r/orders:0.9.1'],
    };
    const found = entry(
      { health: 'Progressing', images },
      {
        pods: [pod('1.0.0', 'Healthy', { images })],
        workloads: [
          workload('1.1.0', {
            wanted: changed,
            inCluster: { ...changed, replicas: 1, ready: 1 },
          }),
        ],
      },
    );
    expect(judge(found, now)).toMatchObject({
      running: null,
      wanted: '1.1.0',
      nothingRuns: false,
    });
  });

  it('of a workload that is not known are not claimed to be another’s', () => {
    const found = entry(
      { health: 'Progressing' },
      {
        pods: [pod('acme/renamed:1.5.0', 'Healthy', { workload: undefined })],
        workloads: [workload('1.6.0')],
      },
    );
    expect(judge(found, now).nothingRuns).toBe(false);
  });

  it('that were replaced by another digest of the same tag are told apart', () => {
    const [old, young] = ['a', 'b'].map(
      letter => `r/orders:latest@sha256:${letter.repeat(64)}`,
    );
    const found = entry(
      { health: 'Progressing' },
      {
        pods: [pod(old), pod(young, 'Progressing')],
        workloads: [workload(young)],
      },
    );
    expect(judge(found, now)).toMatchObject({
      running: `latest@sha256:${'a'.repeat(12)}`,
      wanted: `latest@sha256:${'b'.repeat(12)}`,
      reason: `0 of 1 pods of latest@sha256:${'b'.repeat(
        12,
      )} are ready. 1 pod of latest@sha256:${'a'.repeat(
        12,
      )} still serves requests.`,
    });
  });
});

describe('The service’s own version', () => {
  it('is the one of the image named like it, not of a shorter name', () => {
    const images = ['r/payments:9.9', 'r/payments-api:2.0'];
    const found = entry(
      {
        name: 'payments-api',
        labels: { 'app.kubernetes.io/name': 'payments-api' },
        images,
      },
      {
        pods: [
          pod('r/payments-api:2.0'),
          pod('r/payments:9.9', 'Healthy', { workload: 'Deployment payments' }),
        ],
        workloads: [
          workload('r/payments:9.9', { name: 'payments' }),
          workload('r/payments-api:2.0'),
        ],
      },
    );
    expect(judge(found, now)).toMatchObject({ running: '2.0', wanted: '2.0' });
  });

  it('is the one of the first container where no image is named like it', () => {
    const images = ['acme/backend:3.1.0', 'docker.io/istio/proxyv2:1.22.3'];
    const found = entry(
      { images },
      {
        pods: [pod('', 'Healthy', { images: [...images].reverse() })],
        workloads: [workload('', { wanted: { images } })],
      },
    );
    expect(judge(found, now)).toMatchObject({
      running: '3.1.0',
      wanted: '3.1.0',
    });
  });

  it('is not known where several workloads have images of other names', () => {
    const found = entry(
      {},
      {
        pods: [pod('acme/backend:1.0'), pod('library/redis:7.2')],
        workloads: [
          workload('acme/backend:1.0'),
          workload('library/redis:7.2', { name: 'cache' }),
        ],
      },
    );
    expect(judge(found, now)).toMatchObject({
      state: 'healthy',
      running: null,
      wanted: null,
      nothingRuns: false,
    });
  });

  it.each(['ghcr.io/acme/orders', 'ghcr.io/acme/shop'])(
    'is found in Pods of before, where Git asks for %s by now',
    repository => {
      const found = entry(
        { sync: 'OutOfSync', operationPhase: 'Running' },
        {
          pods: [pod('docker.io/acme/orders:1.5.0')],
          workloads: [workload(`${repository}:1.6.0`)],
        },
      );
      expect(judge(found, now)).toMatchObject({
        running: '1.5.0',
        wanted: '1.6.0',
        nothingRuns: false,
        reason: 'Argo CD is syncing. 1 pod of 1.5.0 still serves requests.',
      });
    },
  );

  it('is not told by the Pods of another workload', () => {
    const redis = pod('library/redis:7.2', 'Healthy', {
      workload: 'StatefulSet redis',
    });
    const found = entry(
      { health: 'Degraded' },
      {
        pods: [redis, pod('1.5.0', 'Degraded')],
        workloads: [
          workload('library/redis:7.2', { kind: 'StatefulSet', name: 'redis' }),
          workload('1.5.0'),
        ],
      },
    );
    expect(judge(found, now)).toMatchObject({
      running: null,
      wanted: '1.5.0',
      nothingRuns: true,
    });
  });

  it('is not told by a hook’s image where the manifests can not be read', () => {
    const found = entry(
      { images: ['acme/backend:1.0', 'library/redis:7.2'] },
      {
        pods: [pod('acme/backend:1.0'), pod('library/redis:7.2')],
        workloads: undefined,
        resources: ['cache', 'web'].map(name =>
          resource(`apps/Deployment ${name}`),
        ),
        operation: operation(
          applied('batch/Job migrate', {
            hook: 'Sync',
            phase: 'Succeeded',
            images: ['acme/migrations:2.0'],
          }),
          applied('apps/Deployment cache', { images: ['library/redis:7.2'] }),
          applied('apps/Deployment web', { images: ['acme/backend:1.0'] }),
        ),
      },
    );
    expect(judge(found, now)).toMatchObject({
      running: null,
      wanted: null,
      nothingRuns: false,
    });
  });

  const chart = {
    repository: 'https://charts.example.com',
    chart: 'redis',
    targetRevision: '18.*',
  };
  it.each([
    ['the resolved version of a chart', [chart], ['18.6.1'], '18.6.1'],
    [
      'not the range, where Argo CD has not resolved it',
      [chart],
      ['18.*'],
      null,
    ],
    [
      'the tag of an OCI source',
      [{ repository: 'oci://r/manifests', path: '.', targetRevision: '1.4.0' }],
      [`sha256:${'c'.repeat(64)}`],
      '1.4.0',
    ],
    [
      'the whole version of a chart, however long',
      [{ ...chart, targetRevision: '1.16.0-beta.2' }, { repository: 'git' }],
      ['1.16.0-beta.2', 'd'.repeat(40)],
      '1.16.0-beta.2',
    ],
    [
      'the Git tag that it is pinned to',
      [{ repository: 'git', path: 'o', targetRevision: 'v1.2.3' }],
      ['e'.repeat(40)],
      'v1.2.3',
    ],
    [
      'the commit, in short, of a branch',
      [{ repository: 'git', path: 'o', targetRevision: 'main' }],
      ['e'.repeat(40)],
      'eeeeeee',
    ],
  ])('without an image is %s', (_, sources, revisions, version) => {
    const found = entry(
      { sources, images: [], revision: revisions[0] },
      { pods: [], workloads: [], resources: [], revisions },
    );
    expect(judge(found, now)).toMatchObject({
      running: version,
      wanted: version,
      nothingRuns: false,
    });
  });

  it('is never a commit where there is an image', () => {
    const found = entry(
      { images: [] },
      { pods: undefined, workloads: undefined },
    );
    expect(judge(found, now)).toMatchObject({ running: null, wanted: null });
  });

  it('of the source is the one that Argo CD compared to, not a tag that the spec has since', () => {
    const source = { repository: 'g', path: 'p', targetRevision: 'v1.3.0' };
    const found = entry(
      { images: [], sources: [source] },
      {
        ...{ pods: [], workloads: [], resources: [] },
        comparedTargets: ['v1.2.0'],
      },
    );
    expect(judge(found, now)).toMatchObject({
      running: 'v1.2.0',
      wanted: 'v1.2.0',
    });
  });

  it('of the source stays the deployed one while Git asks for another', () => {
    const found = entry(
      { sync: 'OutOfSync', images: [] },
      {
        pods: [],
        workloads: [],
        resources: [],
        lastDeployed: ['a'.repeat(40)],
      },
    );
    expect(judge(found, now)).toMatchObject({
      running: 'aaaaaaa',
      wanted: 'bbbbbbb',
    });
  });
});

describe('What keeps Git and the cluster apart', () => {
  const differing = [resource('apps/Deployment orders', { sync: 'OutOfSync' })];
  const leftover = [
    resource('ConfigMap orders-7f8k2', {
      sync: 'OutOfSync',
      health: undefined,
      isLeftover: true,
    }),
  ];
  const older = { lastDeployed: ['a'.repeat(40)] };

  it.each([
    [
      'a commit that is not synced yet',
      {},
      { resources: differing, ...older },
      'syncPending',
      'Deployment orders differs from Git: Argo CD has not synced it yet.',
    ],
    [
      'pruning that is off',
      { prunes: false },
      { resources: leftover, ...older },
      'pruningOff',
      'ConfigMap orders-7f8k2 is no longer in Git and stays in the cluster: automatic pruning is off.',
    ],
    [
      'a resource that is kept on purpose',
      {},
      { resources: leftover, keptOnPurpose: leftover, ...older },
      'keptOnPurpose',
      'ConfigMap orders-7f8k2 is no longer in Git and kept on purpose (Prune=false).',
    ],
    [
      'self-heal that is off',
      { selfHeals: false },
      { resources: differing },
      'selfHealOff',
      'Deployment orders differs from Git. Git has not changed since the last sync, and self-heal is off, so it stays like this.',
    ],
    [
      'something that undoes self-heal',
      {},
      {
        resources: differing,
        operation: { ...operation(), selfHealAttempts: 17 },
      },
      'selfHealFights',
      'Deployment orders differs from Git: something in the cluster changes it again and again. Argo CD has re-applied it 17 times.',
    ],
    [
      'syncing by hand',
      { automated: false },
      { resources: differing },
      'syncManual',
      'Deployment orders differs from Git: the Application is synced by hand.',
    ],
    [
      'a resource that is not there yet',
      { automated: false },
      {
        resources: [
          resource('networking.k8s.io/Ingress orders', {
            sync: 'OutOfSync',
            health: 'Missing',
          }),
        ],
      },
      'syncManual',
      'Ingress orders is missing in the cluster: the Application is synced by hand.',
    ],
    [
      'a window with an end',
      {},
      { resources: differing, syncWindow: { until: '2026-11-23T07:00:00Z' } },
      'syncWindow',
      'Deployment orders differs from Git: a sync window keeps Argo CD from syncing it until 23 Nov 2026, 07:00 UTC.',
    ],
    [
      'a refusal of Argo CD',
      {},
      {
        resources: differing,
        conditions: [
          {
            type: 'SyncError',
            message: 'auto-sync will wipe out all resources',
          },
        ],
      },
      'syncRefused',
      'Deployment orders differs from Git, and Argo CD does not sync it: auto-sync will wipe out all resources.',
    ],
  ])('is %s', (_, given, found, code, reason) => {
    expect(
      judge(entry({ sync: 'OutOfSync', ...given }, found), now),
    ).toMatchObject({ state: 'outOfSync', cause: { code }, reason });
  });

  it.each([
    ['the values have changed beside the chart', ['2.0.0', 'a'], 'syncPending'],
    ['only the cluster has changed', ['2.0.0', 'b'], 'selfHealOff'],
  ])('is found by all revisions: %s', (_, lastDeployed, code) => {
    const found = entry(
      { sync: 'OutOfSync', revision: undefined, selfHeals: false },
      { resources: differing, revisions: ['2.0.0', 'b'], lastDeployed },
    );
    expect(judge(found, now).cause?.code).toBe(code);
  });

  it('lasts since it was first seen, where Argo CD gives no time', () => {
    const found = {
      ...entry({ sync: 'OutOfSync' }, { resources: differing }),
      changedAt: now,
    };
    expect(judge(found, now).since).toBe(new Date(now).toISOString());
  });

  it.each([
    ['pruning is off', { prunes: false }, {}, 'pruningOff'],
    ['it is kept on purpose', {}, { keptOnPurpose: leftover }, 'keptOnPurpose'],
  ])(
    'is said apart from what stays in the cluster, where %s',
    (_, given, found, code) => {
      const judged = judge(
        entry(
          { sync: 'OutOfSync', ...given },
          { resources: [...differing, ...leftover], ...older, ...found },
        ),
        now,
      );
      expect(judged.cause).toEqual({
        code: 'syncPending',
        params: {
          differing: ['Deployment orders'],
          missing: [],
          leftover: [],
        },
      });
      expect(judged.remarks).toMatchObject([
        { code, params: { leftover: ['ConfigMap orders-7f8k2'] } },
      ]);
    },
  );

  it('is the window while it is shut: what Argo CD refused before may concern an older commit', () => {
    const type = 'SyncError';
    const message = 'Skipping sync attempt to [a]: it will wipe out all';
    const found = entry(
      { sync: 'OutOfSync' },
      {
        resources: differing,
        conditions: [{ type, message, since: '2026-11-20T06:00:00Z' }],
        syncWindow: {},
      },
    );
    expect(judge(found, now)).toMatchObject({
      cause: { code: 'syncWindow' },
      since: null,
    });
  });

  it('does not blame a window if everything that differs is kept in the cluster on purpose', () => {
    const found = entry(
      { sync: 'OutOfSync' },
      {
        resources: leftover,
        keptOnPurpose: leftover,
        syncWindow: {},
        ...older,
      },
    );
    expect(judge(found, now).cause?.code).toBe('keptOnPurpose');
  });

  it('is said with what runs where somebody deleted the workload', () => {
    const found = entry(
      {
        sync: 'OutOfSync',
        health: 'Missing',
        selfHeals: false,
        images: ['library/redis:7.0.0'],
      },
      {
        resources: [
          resource('apps/Deployment orders', {
            sync: 'OutOfSync',
            health: 'Missing',
          }),
          resource('apps/Deployment redis'),
        ],
        pods: [
          pod('library/redis:7.0.0', 'Healthy', {
            workload: 'Deployment redis',
          }),
        ],
        workloads: [
          workload('1.5.0', { inCluster: undefined }),
          workload('library/redis:7.0.0', { name: 'redis' }),
        ],
      },
    );
    expect(judge(found, now)).toMatchObject({
      running: null,
      nothingRuns: true,
      reason:
        'Deployment orders is missing in the cluster. Git has not changed since the last sync, and self-heal is off, so it stays like this. No pods are running.',
    });
  });
});

describe('A first deployment', () => {
  const migration = applied('batch/Job orders-migrate', {
    hook: 'Sync',
    syncPhase: 'Sync',
    phase: 'Failed',
    images: ['r/orders:1.6.0'],
  });
  const first = {
    sync: 'OutOfSync',
    health: 'Missing',
    images: ['r/orders:1.6.0'],
  };

  it('does not run the version of its migration', () => {
    const found = { ...first, operationPhase: 'Running' };
    expect(judge({ application: application(found) }, now)).toMatchObject({
      state: 'deploying',
      running: null,
    });
  });

  it('has deployed nothing where its migration failed, though Pods can not be read', () => {
    const found = entry(
      { ...first, operationPhase: 'Failed' },
      {
        operation: operation(migration),
        pods: undefined,
        workloads: undefined,
        resources: [
          resource('apps/Deployment orders', {
            sync: 'OutOfSync',
            health: 'Missing',
          }),
        ],
      },
    );
    expect(judge(found, now)).toMatchObject({
      state: 'failed',
      running: null,
      reason:
        'The migration of 1.6.0 failed (Job orders-migrate). Nothing was deployed: Deployment orders is waiting for it.',
    });
  });

  it('whose workload was applied waits for its Pods', () => {
    const message = 'admission webhook denied the request';
    const found = entry(
      { ...first, health: 'Progressing', operationPhase: 'Failed' },
      {
        pods: [],
        workloads: [
          workload('1.6.0', {
            inCluster: { images: ['r/orders:1.6.0'], initImages: [], ready: 0 },
          }),
        ],
        operation: operation(
          applied('apps/Deployment orders'),
          applied('networking.k8s.io/Ingress orders', {
            status: 'SyncFailed',
            message,
          }),
        ),
        resources: [
          resource('apps/Deployment orders', { health: 'Progressing' }),
          resource('networking.k8s.io/Ingress orders', { health: 'Missing' }),
        ],
      },
    );
    expect(judge(found, now).reason).toBe(
      `Ingress orders could not be applied: ${message}. No pods are running.`,
    );
  });
});

describe('A failed operation', () => {
  const smoke = applied('batch/Job smoke-test', {
    hook: 'PostSync',
    syncPhase: 'PostSync',
    phase: 'Failed',
    images: ['r/smoke:9.9.9'],
  });
  const laterCommit = { revisions: ['a'.repeat(40)] };

  it('of a hook stays failed when a later commit changes nothing', () => {
    const found = entry(
      { operationPhase: 'Failed' },
      { operation: { ...operation(smoke), ...laterCommit } },
    );
    expect(judge(found, now)).toMatchObject({
      state: 'failed',
      reason: 'The PostSync hook failed (Job smoke-test). 1.5.0 runs.',
    });
  });

  it('of a resource is mended by a later commit that is synced and healthy', () => {
    const refused = applied('Service orders', { status: 'SyncFailed' });
    const found = entry(
      { operationPhase: 'Failed' },
      { operation: { ...operation(refused), ...laterCommit } },
    );
    expect(judge(found, now).state).toBe('healthy');
  });

  it('at an ExternalSecret that was refused says who refused it', () => {
    const message =
      'admission webhook "vap" denied the request: either data or dataFrom should be specified';
    const found = entry(
      { sync: 'OutOfSync', operationPhase: 'Failed' },
      {
        operation: operation(
          applied('external-secrets.io/ExternalSecret orders-secrets', {
            status: 'SyncFailed',
            message,
          }),
        ),
      },
    );
    expect(judge(found, now).reason).toBe(
      `ExternalSecret orders-secrets could not be applied: ${message}. 1.5.0 runs.`,
    );
  });

  it('in PreSync leaves workloads of every wave untouched', () => {
    const found = entry(
      { sync: 'OutOfSync', operationPhase: 'Failed' },
      {
        operation: operation(
          applied('batch/Job orders-migrate', {
            hook: 'PreSync',
            syncPhase: 'PreSync',
            phase: 'Failed',
            images: ['r/orders:1.6.0'],
          }),
        ),
        resources: [
          resource('apps/Deployment orders', { sync: 'OutOfSync' }),
          resource('batch/Job orders-migrate', { isHook: true, wave: 5 }),
        ],
        workloads: [workload('1.6.0')],
      },
    );
    expect(judge(found, now).reason).toBe(
      'The migration of 1.6.0 failed (Job orders-migrate, wave 5). 1.5.0 still runs. Deployment orders was not touched.',
    );
  });

  it('leaves nothing serving where no Pod of the old version is ready', () => {
    const found = entry(
      { sync: 'OutOfSync', health: 'Degraded', operationPhase: 'Failed' },
      {
        pods: [pod('1.5.0', 'Degraded')],
        workloads: [workload('1.6.0')],
        operation: operation(
          applied('batch/Job orders-migrate', {
            hook: 'Sync',
            syncPhase: 'Sync',
            phase: 'Failed',
            images: ['r/orders:1.6.0'],
          }),
        ),
        resources: [
          resource('apps/Deployment orders', {
            sync: 'OutOfSync',
            health: 'Degraded',
          }),
        ],
      },
    );
    expect(judge(found, now).reason).toBe(
      'The migration of 1.6.0 failed (Job orders-migrate). No pod of 1.5.0 is ready. Deployment orders was not touched.',
    );
  });

  it('that somebody stopped is said to have been stopped', () => {
    const found = entry(
      { sync: 'OutOfSync', operationPhase: 'Failed' },
      { operation: { ...operation(), message: 'Operation terminated' } },
    );
    expect(judge(found, now).cause?.code).toBe('syncTerminated');
  });

  it('that is retried without a named resource says why it failed', () => {
    const found = entry(
      { sync: 'OutOfSync', operationPhase: 'Running' },
      {
        operation: {
          ...operation(),
          message:
            'one or more objects failed to apply, reason: x. Retrying attempt #4',
          retries: 4,
          retryLimit: 5,
        },
        workloads: [workload('1.6.0')],
      },
    );
    expect(judge(found, now)).toMatchObject({
      state: 'deploying',
      reason:
        'One or more objects failed to apply, reason: x. Retrying attempt #4. Retry 4 of 5. 1.5.0 still runs.',
    });
  });
});

describe('A healthy Application', () => {
  const monday = '2026-11-16T08:00:00Z';
  const before = '2026-11-16T07:59:30Z';
  const synced = {
    healthSince: monday,
    operationFinishedAt: '2026-11-23T05:55:00Z',
  };
  const sinceOf = (found: Entry) => judge(found, now).since;

  it('has been so since its Pods became healthy, whatever was synced without replacing them', () => {
    const pods = [pod('1.5.0', 'Healthy', { createdAt: before })];
    expect(sinceOf(entry(synced, { pods }))).toBe(monday);
  });

  it('has been so since a sync that replaced its Pods, though Argo CD saw no change of health', () => {
    const createdAt = '2026-11-23T05:55:03Z';
    const pods = [pod('1.5.0', 'Healthy', { createdAt })];
    expect(sinceOf(entry(synced, { pods }))).toBe(synced.operationFinishedAt);
  });

  it.each([
    ['the age of a Pod is not known', [pod('1.5.0')], {}],
    [
      'the image of a Pod may have changed in place',
      [
        pod('1.5.0', 'Healthy', {
          createdAt: before,
          workload: 'CloneSet orders',
        }),
      ],
      {},
    ],
    [
      'a Pod keeps the version of before',
      [pod('1.4.0', 'Healthy', { createdAt: before })],
      {},
    ],
    ['nothing runs', [], {}],
    [
      'Argo CD does not tell since when it is healthy',
      [pod('1.5.0', 'Healthy', { createdAt: before })],
      { healthSince: undefined },
    ],
  ])('has been so since the last sync where %s', (_, pods, given) => {
    expect(sinceOf(entry({ ...synced, ...given }, { pods }))).toBe(
      synced.operationFinishedAt,
    );
  });
});

describe('An operation that runs', () => {
  it('names the hook that it waits for', () => {
    const found = entry(
      { sync: 'OutOfSync', operationPhase: 'Running' },
      {
        operation: operation(
          applied('batch/Job orders-migrate', {
            hook: 'Sync',
            phase: 'Running',
          }),
        ),
        workloads: [workload('1.6.0')],
      },
    );
    expect(judge(found, now).reason).toBe(
      'The migration is running (Job orders-migrate). 1 pod of 1.5.0 still serves requests.',
    );
  });

  it('is held up by a window only where Argo CD says so: with syncOverrun it goes on', () => {
    const running = { sync: 'OutOfSync', operationPhase: 'Running' };
    const syncWindow = { until: '2026-11-23T07:00:00Z' };
    const message = 'Sync operation blocked by sync window';
    const held = entry(running, {
      operation: { ...operation(), message },
      syncWindow,
      workloads: [workload('1.6.0')],
    });
    expect(judge(held, now)).toMatchObject({
      state: 'waiting',
      since: '2026-11-23T04:59:00Z',
      reason:
        'A sync window holds up the sync that is under way until 23 Nov 2026, 07:00 UTC. 1 pod of 1.5.0 still serves requests.',
    });
    const overrun = entry(running, { operation: operation(), syncWindow });
    expect(judge(overrun, now)).toMatchObject({
      state: 'deploying',
      reason: 'Argo CD is syncing.',
    });
  });

  it('waits for a person to confirm that a resource is deleted', () => {
    const found = entry(
      { sync: 'OutOfSync', operationPhase: 'Running' },
      {
        operation: {
          ...operation(),
          message:
            'waiting for pruning confirmation of /PersistentVolumeClaim/data and 1 more resources',
        },
      },
    );
    expect(judge(found, now)).toMatchObject({
      state: 'waiting',
      reason:
        'Waiting for somebody to confirm that PersistentVolumeClaim data is deleted.',
    });
  });

  it('names the resource whose wave it waits for', () => {
    const found = entry(
      { sync: 'OutOfSync', operationPhase: 'Running' },
      {
        operation: {
          ...operation(),
          message:
            'waiting for healthy state of apps/StatefulSet/db and 1 more resources',
        },
        workloads: [workload('1.6.0')],
      },
    );
    expect(judge(found, now).cause).toEqual({
      code: 'waveWaiting',
      params: { resource: 'StatefulSet db' },
    });
  });
});

describe('An Application', () => {
  it('that no step of a RollingSync selects has to be synced by hand', () => {
    const found = entry(
      { sync: 'OutOfSync', automated: false },
      {
        applicationSet: 'rolling',
        rollingStep: {
          status: 'Waiting',
          step: -1,
          after: [],
          isBehind: false,
        },
      },
    );
    expect(judge(found, now).cause?.code).toBe('rollingSyncSkipped');
  });

  it.each(['Pending', 'Healthy'])(
    'of a RollingSync that has it as %s at an old commit waits for the set, and for no turn',
    status => {
      const found = entry(
        { sync: 'OutOfSync', automated: false },
        {
          applicationSet: 'rolling',
          rollingStep: { status, step: 1, after: [], isBehind: true },
        },
      );
      expect(judge(found, now)).toMatchObject({
        state: 'waiting',
        reason:
          'Waiting until the rolling sync of ApplicationSet rolling takes in the newest commit.',
      });
    },
  );

  it('whose deletion fails says why, and since when', () => {
    const found = entry(
      { deletedSince: '2026-11-01T00:00:00Z' },
      {
        conditions: [{ type: 'DeletionError', message: 'cluster c not found' }],
      },
    );
    expect(judge(found, now)).toMatchObject({
      state: 'failed',
      since: '2026-11-01T00:00:00Z',
      reason:
        'The deletion is stuck at Deployment orders: cluster c not found.',
    });
  });

  it('whose dry commit can not be hydrated receives no change', () => {
    const found = entry({
      hydrator: { phase: 'Failed', message: 'values file missing' },
    });
    expect(judge(found, now)).toMatchObject({
      state: 'unknown',
      reason:
        "The commit can't be hydrated: values file missing. 1.5.0 runs. Changes in Git don't reach the cluster.",
    });
  });

  it('that is well says besides that its ApplicationSet reports an error, and since when', () => {
    const [broken] = applicationSetList.parse(
      recorded('applicationsets-all-kinds'),
    ).items;
    const found = entry(
      {},
      { applicationSet: 'broken', applicationSetError: setErrorOf(broken) },
    );
    expect(judge(found, now)).toMatchObject({
      state: 'healthy',
      cause: null,
      reason:
        'ApplicationSet broken has reported an error since 23 Nov 2026, 05:29 UTC, so changes to what it generates may not arrive: failed to execute go template {{.nothere}}: template: base:1:2: executing "base" at <.nothere>: map has no entry for key "nothere".',
    });
  });

  it('that differs from Git keeps its own cause while its ApplicationSet reports an error', () => {
    const found = entry(
      { sync: 'OutOfSync', automated: false },
      {
        resources: [resource('apps/Deployment orders', { sync: 'OutOfSync' })],
        applicationSet: 'services',
        applicationSetError: { detail: 'no key' },
      },
    );
    expect(judge(found, now)).toMatchObject({
      state: 'outOfSync',
      cause: { code: 'syncManual' },
      remarks: [{ code: 'applicationSetFailed' }],
    });
  });

  it('that shares a resource says with which Application, as long as it is read again', () => {
    const conditions = [
      {
        type: 'SharedResourceWarning',
        message:
          'Deployment/orders is part of applications argocd/orders-production and argocd/orders-copy',
      },
    ];
    const differing = resource('apps/Deployment orders', { sync: 'OutOfSync' });
    const found = entry(
      { sync: 'OutOfSync' },
      {
        conditions,
        resources: [differing],
        operation: { ...operation(), selfHealAttempts: 17 },
      },
    );
    expect(judge(found, now).reason).toBe(
      'Deployment orders differs from Git: something in the cluster changes it again and again. Argo CD has re-applied it 17 times. Deployment orders belongs to the Application argocd/orders-copy as well.',
    );
    // Nothing tells when a well Application no longer shares it
    expect(judge(entry({}, { conditions }), now).remarks).toEqual([]);
  });

  it.each([
    [
      'of a canary that is paused',
      'Suspended',
      true,
      'suspended',
      'canaryPaused',
    ],
    [
      'of a canary that goes on',
      'Progressing',
      false,
      'deploying',
      'canaryRunning',
    ],
  ])('%s says its step and weight', (_, health, isPaused, state, code) => {
    const rollout = { group: 'argoproj.io', kind: 'Rollout' };
    const found = entry(
      { health },
      {
        resources: [resource('argoproj.io/Rollout orders', { health })],
        pods: [
          pod('1.5.0'),
          pod('1.5.0', 'Healthy', { name: 'b' }),
          pod('1.6.0'),
        ],
        workloads: [
          workload('1.6.0', {
            ...rollout,
            inCluster: {
              images: ['r/orders:1.6.0'],
              initImages: [],
              ready: 3,
              canary: { isPaused, step: 1, steps: 4, weight: 25 },
            },
          }),
        ],
      },
    );
    expect(judge(found, now)).toMatchObject({
      state,
      cause: { code },
      running: '1.5.0',
      wanted: '1.6.0',
      reason: expect.stringContaining('at step 1 of 4, 25 % of the requests'),
    });
  });

  it('with a partition keeps the old version on the lower Pods', () => {
    const set = { kind: 'StatefulSet', wanted: { partition: 2 } };
    const found = entry(
      {},
      {
        pods: [pod('1.5.0'), pod('1.6.0')],
        workloads: [workload('1.6.0', set)],
        resources: [resource('apps/StatefulSet orders')],
      },
    );
    expect(judge(found, now)).toMatchObject({
      state: 'healthy',
      cause: { code: 'heldByPartition' },
      running: '1.5.0',
      wanted: '1.6.0',
    });
  });

  it.each(['DaemonSet', 'StatefulSet'])(
    'with a %s of OnDelete wants what is applied, and runs what is there',
    kind => {
      const found = entry(
        {},
        {
          workloads: [
            workload('1.6.0', { kind, wanted: { isReplacedOnDelete: true } }),
          ],
        },
      );
      expect(judge(found, now)).toMatchObject({
        state: 'healthy',
        cause: { code: 'replacedOnDelete' },
        running: '1.5.0',
        wanted: '1.6.0',
      });
    },
  );

  it('of one Job alone has nothing running once that has finished', () => {
    const job = { group: 'batch', kind: 'Job', pods: 'once' as const };
    const found = entry(
      {},
      {
        pods: [
          pod('1.5.0', 'Healthy', {
            workload: 'Job orders',
            status: 'Completed',
          }),
        ],
        workloads: [workload('1.5.0', job)],
        resources: [resource('batch/Job orders')],
      },
    );
    expect(judge(found, now)).toMatchObject({
      state: 'healthy',
      cause: { code: 'finished' },
      running: null,
      wanted: '1.5.0',
      nothingRuns: true,
    });
  });

  it('is unwell for an HPA without metrics though its Pods serve', () => {
    const found = entry(
      { health: 'Degraded' },
      {
        resources: [
          resource('apps/Deployment orders'),
          resource('autoscaling/HorizontalPodAutoscaler orders', {
            health: 'Degraded',
            healthMessage: 'unable to get metrics',
          }),
        ],
      },
    );
    expect(judge(found, now)).toMatchObject({
      state: 'degraded',
      reason:
        'HorizontalPodAutoscaler orders is unhealthy: unable to get metrics.',
      running: '1.5.0',
      nothingRuns: false,
    });
  });

  it('is not called healthy where its health or sync status is not known', () => {
    const states = [
      { health: undefined },
      { health: 'Unknown' },
      { health: 'SomethingNew' },
      { sync: 'SomethingNew' },
      { sync: undefined },
    ].map(given => judge({ application: application(given) }, now).state);
    expect(new Set(states)).toEqual(new Set(['unknown']));
  });

  it('that was there before Argo CD is not called never deployed', () => {
    const adopted = {
      sync: 'OutOfSync',
      health: 'Missing',
      operationPhase: undefined,
    };
    expect(judge({ application: application(adopted) }, now)).toMatchObject({
      state: 'outOfSync',
      nothingRuns: false,
    });
    const found = diagnosis({
      resources: [
        resource('apps/Deployment orders'),
        resource('networking.k8s.io/Ingress orders', {
          sync: 'OutOfSync',
          health: 'Missing',
        }),
      ],
    });
    expect(
      judge({ application: application(adopted), diagnosis: found }, now),
    ).toMatchObject({
      state: 'outOfSync',
      running: '1.5.0',
      reason: expect.stringContaining(
        'Ingress orders is missing in the cluster',
      ),
    });
  });

  it('that Argo CD has not compared yet is not called incomparable', () => {
    const found = application({ sync: undefined, health: undefined });
    expect(judge({ application: found }, now)).toMatchObject({
      state: 'unknown',
      reason: 'Argo CD has not compared Git and the cluster yet.',
    });
  });
});

function minutesAfterOperation({ operationStartedAt }: Application): number {
  return Date.parse(operationStartedAt!) + 60_000;
}

/** Listed at the moment of the recorded GET: the list was recorded at another. */
async function recordedEntry(
  recordings: Parameters<typeof recordedClient>[0],
): Promise<Entry> {
  const listed = reader.read(recorded(recordings.get));
  const { signal } = new AbortController();
  return {
    application: listed,
    diagnosis: await diagnose(recordedClient(recordings), listed, signal, now),
  };
}
