import {
  applied,
  entry,
  operation,
  pod,
  resource,
  workload,
} from '../__testUtils__/builtEntry';
import type { Diagnosis } from '../inventory/Diagnosis';
import { judge } from './judge';

/** States that no recording shows, built from what Argo CD's code makes of them. */

const now = Date.parse('2026-11-23T06:00:00Z');
const monthsLater = Date.parse('2027-02-01T06:00:00Z');
const ago = {
  name: 'ago',
  isNewest: false,
  workload: 'Deployment orders',
} as const;
const young = { isNewest: true, workload: 'Deployment orders' } as const;

describe('A Pod that no longer counts', () => {
  it.each(['Terminating', 'Unknown', 'Completed', 'Evicted', 'Failed'])(
    'does not serve, though it was healthy when it was last seen: %s',
    status => {
      const found = entry(
        { images: ['r/orders:1.5.0', 'r/orders:1.6.0'] },
        {
          pods: [
            pod('1.5.0', 'Healthy', { ...ago, status }),
            pod('1.6.0', 'Healthy', { ...young, status: 'Running' }),
          ],
          workloads: [workload('1.6.0')],
        },
      );
      expect(judge(found, now)).toMatchObject({
        state: 'healthy',
        running: '1.6.0',
        wanted: '1.6.0',
        images: ['r/orders:1.6.0'],
      });
    },
  );

  it.each([
    ['was evicted', { status: 'Evicted' }],
    ['has failed with its node', { status: 'Error', hasEnded: true }],
    ['is shutting down', { status: 'Terminating' }],
  ])('is not counted among those that should serve if it %s', (_, given) => {
    const found = entry(
      { health: 'Progressing' },
      {
        pods: [
          pod('1.6.0', 'Degraded', { ...young, ...given }),
          pod('1.6.0', 'Healthy', { ...young, name: 'b' }),
          pod('1.6.0', 'Progressing', { ...young, name: 'c' }),
        ],
        workloads: [workload('1.6.0')],
      },
    );
    expect(judge(found, monthsLater)).toMatchObject({
      state: 'waiting',
      reason: '1 of 2 pods of 1.6.0 is ready.',
    });
  });

  it('of a healthy Rollout is one of an older ReplicaSet, which waits to be scaled down', () => {
    const rollout = { group: 'argoproj.io', kind: 'Rollout' };
    const found = entry(
      {},
      {
        resources: [resource('argoproj.io/Rollout orders')],
        pods: [
          pod('1.5.0', 'Healthy', { ...ago, workload: 'Rollout orders' }),
          pod('1.6.0', 'Healthy', { ...young, workload: 'Rollout orders' }),
        ],
        workloads: [workload('1.6.0', rollout)],
      },
    );
    expect(judge(found, now)).toMatchObject({
      state: 'healthy',
      running: '1.6.0',
      wanted: '1.6.0',
    });
  });
});

describe('A Pod that fails', () => {
  it.each([
    ['Init:CrashLoopBackOff', 'crashLoop'],
    ['Init:ImagePullBackOff', 'imagePull'],
    ['InvalidImageName', 'imagePull'],
    ['Init:CreateContainerConfigError', 'podsUnhealthy'],
  ])(
    'is said to fail where Argo CD calls it progressing: %s',
    (status, code) => {
      const found = entry(
        { health: 'Progressing' },
        {
          pods: [pod('1.6.0', 'Progressing', { ...young, status })],
          workloads: [workload('1.6.0')],
        },
      );
      const { state, cause, reason } = judge(found, now);
      expect({ state, code: cause?.code }).toEqual({ state: 'degraded', code });
      expect(reason).toContain(status);
    },
  );

  it.each([
    // It can't be placed, a volume is missing, an init container hangs
    ['Pending'],
    ['ContainerCreating'],
    ['Init:0/1'],
  ])('waits with the status %s', status => {
    const found = entry(
      { health: 'Progressing' },
      {
        pods: [pod('1.6.0', 'Progressing', { ...young, status })],
        workloads: [workload('1.6.0')],
      },
    );
    expect(judge(found, monthsLater)).toMatchObject({
      state: 'waiting',
      reason: `0 of 1 pods of 1.6.0 are ready: ${status}.`,
    });
  });

  it('is said to wait for what an event of Kubernetes names', () => {
    const waiting = pod('1.6.0', 'Progressing', {
      ...young,
      status: 'Pending',
    });
    const message = '0/3 nodes are available: 3 Insufficient cpu';
    const found = entry(
      { health: 'Progressing' },
      {
        pods: [waiting],
        podWarnings: [{ pod: waiting.name, message }],
        workloads: [workload('1.6.0')],
      },
    );
    expect(judge(found, now).reason).toBe(
      `0 of 1 pods of 1.6.0 are ready: ${message}.`,
    );
  });

  it('between two crashes is said with its restarts, and not with “Running”', () => {
    const found = entry(
      { health: 'Progressing' },
      {
        pods: [
          pod('1.6.0', 'Degraded', {
            ...young,
            status: 'Running',
            restarts: 7,
          }),
        ],
        workloads: [workload('1.6.0')],
      },
    );
    expect(judge(found, now)).toMatchObject({
      state: 'degraded',
      reason: 'The pod of 1.6.0 is unhealthy: not ready after 7 restarts.',
    });
  });

  it('is said to fail beside a Deployment that is well, of a workload without ReplicaSets', () => {
    const found = entry(
      { health: 'Progressing' },
      {
        pods: [
          pod('1.5.0', 'Healthy', ago),
          pod('1.6.0', 'Healthy', young),
          pod('1.6.0', 'Degraded', {
            workload: 'StatefulSet worker',
            message: 'back-off 5m0s restarting failed container=app',
          }),
        ],
        workloads: [
          workload('1.6.0'),
          workload('1.6.0', { kind: 'StatefulSet', name: 'worker' }),
        ],
      },
    );
    expect(judge(found, monthsLater)).toMatchObject({
      state: 'degraded',
      cause: { code: 'crashLoop', params: { count: 1, total: 2 } },
    });
  });

  it('is not blamed for what another resource makes unhealthy, while it is just starting', () => {
    const found = entry(
      { health: 'Degraded' },
      {
        pods: [pod('1.6.0', 'Progressing', young)],
        workloads: [workload('1.6.0')],
        resources: [
          resource('apps/Deployment orders', { health: 'Progressing' }),
          resource('apps/Deployment redis', {
            health: 'Degraded',
            healthMessage: 'Deployment "redis" exceeded its progress deadline',
          }),
        ],
      },
    );
    expect(judge(found, now).reason).toBe(
      'Deployment redis is unhealthy: Deployment "redis" exceeded its progress deadline.',
    );
  });

  it('can not even be created where a quota or a policy forbids it', () => {
    const detail = 'pods "orders-1" is forbidden: exceeded quota: small';
    const found = entry(
      { health: 'Progressing' },
      {
        pods: [pod('1.5.0', 'Healthy', ago)],
        workloads: [workload('1.6.0')],
        podsRefused: { resource: 'Deployment orders', detail },
      },
    );
    expect(judge(found, now)).toMatchObject({
      state: 'degraded',
      cause: { code: 'podsRefused' },
      reason: `Deployment orders can't create pods: ${detail}. 1 pod of 1.5.0 still serves requests.`,
    });
  });
});

describe('Pods of Jobs', () => {
  const cron = {
    group: 'batch',
    kind: 'CronJob',
    name: 'nightly',
    pods: 'scheduled' as const,
    inCluster: { images: ['r/orders:1.5.0'], initImages: [], ready: 0 },
  };
  const past = { workload: 'CronJob nightly', status: 'Completed' };

  it('that have completed are not counted among those that should serve', () => {
    const set = { kind: 'StatefulSet' };
    const ofSet = { workload: 'StatefulSet orders' };
    const found = entry(
      { health: 'Progressing' },
      {
        pods: [
          pod('1.5.0', 'Healthy', ofSet),
          pod('1.5.0', 'Progressing', ofSet),
          pod('1.5.0', 'Healthy', { ...past, name: 'n' }),
        ],
        workloads: [workload('1.5.0', set), workload('1.5.0', cron)],
      },
    );
    expect(judge(found, monthsLater).reason).toBe(
      '1 of 2 pods of 1.5.0 is ready.',
    );
  });

  it('that have failed leave it to the CronJob to say so', () => {
    const healthMessage =
      'CronJob has not completed its last execution successfully';
    const found = entry(
      { health: 'Degraded' },
      {
        pods: [
          pod('1.5.0', 'Healthy', past),
          pod('1.5.0', 'Degraded', { ...past, status: 'Error' }),
        ],
        workloads: [workload('1.5.0', cron)],
        resources: [
          resource('batch/CronJob nightly', {
            health: 'Degraded',
            healthMessage,
          }),
        ],
      },
    );
    expect(judge(found, now)).toMatchObject({
      state: 'degraded',
      reason: `CronJob nightly is unhealthy: ${healthMessage}.`,
    });
  });

  it.each([
    ['has completed', 'Healthy', 'Completed'],
    ['runs', 'Progressing', 'Running'],
  ])(
    'may have come or gone since the diagnosis, where the last run %s and a list shows no change',
    (_, health, status) => {
      const found = entry(
        {},
        {
          pods: [pod('1.5.0', health, { ...past, status })],
          workloads: [
            workload('1.5.0', { ...cron, wanted: { schedule: '*/5 * * * *' } }),
          ],
          resources: [resource('batch/CronJob nightly')],
        },
      );
      expect(judge(found, now)).toMatchObject({
        state: 'healthy',
        running: null,
        wanted: '1.5.0',
        nothingRuns: false,
        reason: '1.5.0 runs by schedule (*/5 * * * *).',
      });
    },
  );

  it('do not come while the CronJob is suspended', () => {
    const found = entry(
      {},
      {
        pods: [],
        workloads: [
          workload('1.5.0', {
            ...cron,
            wanted: { schedule: '0 3 * * *' },
            inCluster: { ...cron.inCluster, isSuspended: true },
          }),
        ],
        resources: [resource('batch/CronJob nightly')],
      },
    );
    expect(judge(found, now)).toMatchObject({
      state: 'healthy',
      wanted: '1.5.0',
      nothingRuns: true,
      reason: 'CronJob nightly is suspended, so no run starts.',
    });
  });
});

describe('What runs', () => {
  it('is not what a run of a CronJob still is that began before the deployment', () => {
    const cron = { group: 'batch', kind: 'CronJob', name: 'nightly' };
    const found = entry(
      {},
      {
        pods: [
          pod('1.5.0'),
          pod('1.4.0', 'Progressing', {
            workload: 'CronJob nightly',
            status: 'Running',
          }),
        ],
        workloads: [
          workload('1.5.0'),
          workload('1.5.0', { ...cron, pods: 'scheduled' }),
        ],
      },
    );
    expect(judge(found, now).running).toBe('1.5.0');
  });

  it('is a Pod of an unknown kind that runs to its end', () => {
    const found = entry(
      { health: 'Progressing' },
      {
        pods: [
          pod('1.5.0', 'Progressing', {
            workload: 'Workflow orders',
            status: 'Running',
            areContainersReady: true,
          }),
        ],
        workloads: [],
        resources: [
          resource('argoproj.io/Workflow orders', { health: 'Progressing' }),
        ],
      },
    );
    expect(judge(found, now)).toMatchObject({
      running: '1.5.0',
      nothingRuns: false,
      reason: 'Workflow orders is not ready.',
    });
  });

  it('is not what another service of the same last name runs', () => {
    const found = entry(
      { name: 'api', labels: {} },
      {
        pods: [
          pod('r/shop/api:1.5.0'),
          pod('r/billing/api:2.0.0', 'Healthy', {
            workload: 'Deployment billing',
          }),
        ],
        workloads: [
          workload('r/shop/api:1.5.0'),
          workload('r/billing/api:2.0.0', { name: 'billing' }),
        ],
      },
    );
    expect(judge(found, now)).toMatchObject({
      running: '1.5.0',
      wanted: '1.5.0',
    });
  });

  it('is not what another service of the same last name runs, though no pods are shown', () => {
    const ready = { images: [], initImages: [], replicas: 1, ready: 1 };
    const found = entry(
      { name: 'api', labels: {} },
      {
        pods: [],
        workloads: ['r/shop/api:1.5.0', 'r/billing/api:2.0.0'].map(
          (image, index) => ({
            ...workload(image, { name: index === 0 ? 'orders' : 'billing' }),
            inCluster: { ...ready, images: [image] },
          }),
        ),
      },
    );
    expect(judge(found, now)).toMatchObject({
      running: '1.5.0',
      wanted: '1.5.0',
    });
  });

  it('reads like what is wanted, in whatever order two workloads of one image come', () => {
    const worker = { workload: 'Deployment worker' };
    const found = entry(
      {},
      {
        pods: [pod('1.5.0', 'Healthy', worker), pod('1.6.0')],
        workloads: [workload('1.6.0'), workload('1.5.0', { name: 'worker' })],
      },
    );
    const { running, wanted } = judge(found, now);
    expect(running).toBe(wanted);
  });

  it('is served by a workload whose Pods Argo CD does not show, beside one whose Pods it does', () => {
    const found = entry(
      {},
      {
        pods: [
          pod('library/redis:7.2', 'Healthy', {
            workload: 'StatefulSet redis',
          }),
        ],
        workloads: [
          workload('1.5.0'),
          workload('library/redis:7.2', { kind: 'StatefulSet', name: 'redis' }),
        ],
      },
    );
    expect(judge(found, now)).toMatchObject({
      running: '1.5.0',
      nothingRuns: false,
    });
  });

  it('is nothing where Argo CD manages no resource', () => {
    const found = entry(
      { images: [] },
      { pods: [], workloads: [], resources: [], isEmpty: true },
    );
    expect(judge(found, now)).toMatchObject({
      state: 'healthy',
      running: null,
      nothingRuns: true,
      reason: 'Argo CD manages no resources for it.',
    });
  });
});

describe('An Application', () => {
  it('whose SyncFail hook has failed, too, says what failed before', () => {
    const found = entry(
      { sync: 'OutOfSync', operationPhase: 'Failed' },
      {
        operation: operation(
          applied('batch/Job notify', { hook: 'SyncFail', phase: 'Failed' }),
          applied('Service orders', {
            status: 'SyncFailed',
            message: 'no port',
          }),
        ),
      },
    );
    expect(judge(found, now).reason).toBe(
      'Service orders could not be applied: no port. 1.5.0 runs.',
    );
  });

  it('is unhealthy for what the Pods of another workload fail at', () => {
    const message = 'back-off 5m0s restarting failed container=redis';
    const redis = { workload: 'Deployment redis', message };
    const found = entry(
      { health: 'Degraded' },
      {
        pods: [pod('1.5.0'), pod('library/redis:7.2', 'Degraded', redis)],
        workloads: [
          workload('1.5.0'),
          workload('library/redis:7.2', { name: 'redis' }),
        ],
        resources: [
          resource('apps/Deployment redis', {
            health: 'Degraded',
            healthMessage: 'exceeded its progress deadline',
          }),
        ],
      },
    );
    expect(judge(found, now).reason).toBe(
      `Deployment redis is unhealthy: ${message}.`,
    );
  });

  it('that Argo CD is told to skip is as it was at some time before', () => {
    const found = entry({}, { isSkipped: true, pods: undefined });
    expect(judge(found, now)).toMatchObject({
      state: 'unknown',
      cause: { code: 'reconcileSkipped' },
      nothingRuns: false,
    });
  });

  it('that the stream shows to be skipped is said to be before it is diagnosed', () => {
    const { application } = entry({ isSkipped: true });
    expect(judge({ application }, now)).toMatchObject({
      state: 'unknown',
      cause: { code: 'reconcileSkipped' },
    });
  });

  it.each(['InvalidSpecError', 'UnknownError'])(
    'of which Argo CD shows nothing for an %s is not claimed to run nothing',
    type => {
      const found = entry(
        { sync: 'Unknown', health: 'Unknown' },
        {
          pods: undefined,
          workloads: undefined,
          resources: [],
          conditions: [{ type, message: 'project payments is not there' }],
        },
      );
      expect(judge(found, now)).toMatchObject({
        state: 'unknown',
        running: null,
        nothingRuns: false,
        reason: expect.stringMatching(
          /project payments is not there\. It is not known what is running\. Changes in Git don't reach the cluster\.$/,
        ),
      });
    },
  );

  it('that nobody has synced since a new commit is not being deployed', () => {
    const found = entry(
      { automated: false, sync: 'OutOfSync', health: 'Progressing' },
      {
        pods: [
          pod('1.5.0', 'Healthy', young),
          pod('1.5.0', 'Progressing', { ...young, name: 'b' }),
        ],
        workloads: [
          workload('1.6.0', {
            inCluster: { images: ['r/orders:1.5.0'], initImages: [], ready: 1 },
          }),
        ],
      },
    );
    expect(judge(found, monthsLater).state).toBe('waiting');
  });

  it('that is out of sync as nothing runs says so', () => {
    const found = entry(
      { sync: 'OutOfSync', selfHeals: false, images: [] },
      {
        pods: [],
        resources: [resource('apps/Deployment orders', { sync: 'OutOfSync' })],
        workloads: [
          workload('1.5.0', {
            inCluster: {
              images: ['r/orders:1.5.0'],
              initImages: [],
              replicas: 0,
              ready: 0,
            },
          }),
        ],
      },
    );
    expect(judge(found, now).reason).toMatch(/No pods are running\.$/);
  });

  it.each([
    [
      'batch/Job import',
      'Job is suspended',
      'Job import is suspended: Job is suspended.',
    ],
    [
      'keda.sh/ScaledObject orders',
      undefined,
      'ScaledObject orders is suspended.',
    ],
  ])(
    'does not hold changes back for a suspended %s',
    (of, healthMessage, reason) => {
      const found = entry(
        { health: 'Suspended' },
        { resources: [resource(of, { health: 'Suspended', healthMessage })] },
      );
      expect(judge(found, now)).toMatchObject({ state: 'suspended', reason });
    },
  );

  it('names the resource whose health Argo CD does not know', () => {
    const found = entry(
      { health: 'Unknown' },
      {
        resources: [
          resource('acme.io/Widget orders', {
            health: 'Unknown',
            healthMessage: 'no status yet',
          }),
        ],
      },
    );
    expect(judge(found, now).reason).toBe(
      'Argo CD reports the health of Widget orders as unknown: no status yet.',
    );
  });

  it('that is scaled to zero says so, though a CronJob beside it has a schedule', () => {
    const inCluster = {
      images: ['r/orders:1.5.0'],
      initImages: [],
      replicas: 0,
      ready: 0,
    };
    const found = entry(
      { images: [] },
      {
        pods: [],
        workloads: [
          workload('1.5.0', { inCluster }),
          workload('1.5.0', {
            group: 'batch',
            kind: 'CronJob',
            name: 'nightly',
            pods: 'scheduled',
          }),
        ],
      },
    );
    expect(judge(found, now).reason).toBe(
      'Deployment orders is scaled to zero.',
    );
  });

  it('of a DaemonSet that fits no node is not scaled to zero', () => {
    const found = entry(
      { images: [] },
      {
        pods: [],
        workloads: [
          workload('1.5.0', {
            kind: 'DaemonSet',
            wanted: { replicas: undefined },
            inCluster: {
              images: ['r/orders:1.5.0'],
              initImages: [],
              replicas: 0,
              ready: 0,
            },
          }),
        ],
      },
    );
    expect(judge(found, now)).toMatchObject({
      nothingRuns: true,
      reason: 'No node fits DaemonSet orders.',
    });
  });

  it('whose sync deletes something waits until that is gone', () => {
    const found = entry({ sync: 'OutOfSync', operationPhase: 'Running' }, {
      operation: {
        ...operation(applied('ConfigMap stuck', { status: 'Pruned' })),
        message: 'waiting for deletion of /ConfigMap/stuck',
      },
    } satisfies Partial<Diagnosis>);
    expect(judge(found, now).cause).toEqual({
      code: 'deletionAwaited',
      params: { resource: 'ConfigMap stuck' },
    });
  });

  it('whose migration can not pull its image is not said to be migrating', () => {
    const found = entry(
      { sync: 'OutOfSync', operationPhase: 'Running' },
      {
        operation: operation(
          applied('batch/Job orders-migrate', {
            hook: 'PreSync',
            phase: 'Running',
          }),
        ),
        stuckHook: {
          resource: 'Job orders-migrate',
          status: 'ImagePullBackOff',
        },
      },
    );
    expect(judge(found, now).reason).toBe(
      'The migration is stuck (Job orders-migrate): ImagePullBackOff.',
    );
  });

  it.each([
    [
      'Failed',
      'failed',
      'The last sync failed because Deployment orders did not become healthy: exceeded its progress deadline.',
    ],
    [
      'Running',
      'deploying',
      'Waiting for Deployment orders to become healthy.',
    ],
  ])(
    'whose sync waits for a Deployment says what its Pods fail at: %s',
    (operationPhase, state, begin) => {
      const message = 'Back-off pulling image "r/orders:1.6.0"';
      const found = entry(
        { sync: 'OutOfSync', health: 'Degraded', operationPhase },
        {
          operation: {
            ...operation(
              applied('apps/Deployment orders', {
                phase: operationPhase,
                message: 'exceeded its progress deadline',
              }),
            ),
            message: 'waiting for healthy state of apps/Deployment/orders',
          },
          pods: [
            pod('1.5.0', 'Healthy', ago),
            pod('1.6.0', 'Degraded', { ...young, message }),
          ],
          workloads: [workload('1.6.0')],
        },
      );
      const judged = judge(found, now);
      expect(judged.state).toBe(state);
      expect(judged.reason).toMatch(
        `${begin} The pod of 1.6.0 can't pull the image: ${message}.`,
      );
    },
  );
});
