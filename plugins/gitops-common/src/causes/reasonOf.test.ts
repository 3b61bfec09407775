import type { CauseCode, CauseParams, Cause } from './Cause';
import { english } from './english';
import { german } from './german';
import { reasonOf, sentenceOf } from './reasonOf';

const none = {};
const difference = {
  differing: ['Deployment orders'],
  missing: ['Ingress a', 'Ingress b'],
  leftover: ['ConfigMap a', 'ConfigMap b', 'ConfigMap c'],
};
const pods = { count: 1, total: 3, version: '1.6.0', detail: 'too slow' };
const resource = { resource: 'Ingress orders', detail: 'no address' };
const hook = {
  resource: 'Job smoke',
  wave: -1,
  version: '1.6.0',
  detail: 'no',
};
const canary = {
  resource: 'Rollout orders',
  version: '1.6.0',
  step: 1,
  steps: 4,
  weight: 25,
};

/** One of each: a new code does not compile without its sample. */
const samples: CauseParams = {
  deleting: none,
  deletionUnconfirmed: { resources: ['ConfigMap stuck'] },
  deletionHangs: { resources: ['ConfigMap stuck'] },
  deletionHookRunning: { hook: 'PreDelete', resources: ['Job backup'] },
  deletionHookFailed: { hook: 'PreDelete', resources: ['shop/backup'] },
  syncRequested: none,
  syncing: none,
  syncStopping: none,
  hookRunning: { resource: 'Job smoke', isMigration: false },
  waveWaiting: resource,
  deletionAwaited: { resource: 'ConfigMap old' },
  pruneUnconfirmed: { resource: 'ConfigMap old' },
  syncHeld: { until: '2026-11-23T07:00:00Z' },
  settling: none,
  notCompared: none,
  reconcileSkipped: none,
  comparisonUnknown: none,
  gitUnreadable: { detail: 'refused' },
  manifestsBroken: { detail: 'no such file' },
  clusterUnreadable: { detail: 'refused' },
  comparisonFailed: { detail: 'no type' },
  specInvalid: { detail: 'no project' },
  hydrationFailed: { detail: 'no file' },
  syncStatusUnknown: { status: 'New' },
  healthUnknown: { status: 'New' },
  migrationFailed: hook,
  hookFailed: { ...hook, hook: 'PostSync' },
  secretKeyMissing: { key: 'TOKEN', remoteKey: 'production/orders' },
  remoteKeyMissing: {
    remoteKey: 'production/orders',
    externalSecret: 'orders',
  },
  secretUnreadable: { externalSecret: 'orders' },
  applyFailed: resource,
  unhealthyInSync: resource,
  syncTerminated: none,
  syncFailed: none,
  rollingSync: { step: 3, after: ['staging', 'preprod'] },
  rollingSyncBehind: { applicationSet: 'services' },
  rollingSyncSkipped: { applicationSet: 'services' },
  imagePull: pods,
  crashLoop: pods,
  podsUnhealthy: pods,
  podsNotReady: pods,
  podsRefused: resource,
  volumePending: resource,
  resourceUnhealthy: resource,
  resourceNotReady: resource,
  paused: { resource: 'Deployment orders' },
  resourceSuspended: resource,
  canaryPaused: canary,
  canaryRunning: canary,
  previewWaiting: { resource: 'Rollout orders', version: '1.6.0' },
  neverDeployed: none,
  neverDeployedManual: none,
  neverDeployedUnclear: { applicationSet: 'services' },
  syncPending: difference,
  syncManual: difference,
  syncUnclear: { ...difference, applicationSet: 'services' },
  syncRefused: { ...difference, detail: 'it would delete everything' },
  syncWindow: { ...difference, until: '2026-11-23T07:00:00Z' },
  selfHealOff: difference,
  selfHealFights: { ...difference, attempts: 17 },
  pruningOff: difference,
  keptOnPurpose: difference,
  scaledToZero: { resources: ['Deployment orders'] },
  scheduled: { schedules: ['0 3 * * *'], version: '1.6.0' },
  scheduleSuspended: { resources: ['CronJob nightly'] },
  noNodes: { resources: ['DaemonSet agent'] },
  noResources: none,
  replacedOnDelete: { resources: ['DaemonSet orders'], version: '1.6.0' },
  heldByPartition: {
    resource: 'StatefulSet a',
    partition: 2,
    version: '1.6.0',
  },
  finished: { resource: 'Job orders', version: '1.6.0' },
  absent: none,
  absentUnreadable: { instances: ['eu', 'us'] },
  retrying: { attempt: 4, limit: 5 },
  runs: { version: '1.5.0' },
  stillRuns: { version: '1.5.0' },
  stillServes: { version: '1.5.0', count: 3 },
  olderServe: { version: '1.5.0', count: 1 },
  noneReady: { version: '1.5.0' },
  noPods: none,
  runningUnknown: none,
  notTouched: { resources: ['Deployment orders'] },
  nothingDeployed: { resources: ['Deployment orders'] },
  noChangeArrives: none,
  applicationSetFailed: {
    applicationSet: 'services',
    detail: 'no key',
    since: '2026-11-23T05:29:38Z',
  },
  sharedResource: {
    resource: 'Deployment orders',
    application: 'argocd/orders-copy',
  },
  resourcesExcluded: { resources: ['Endpoints orders'] },
  resourceRepeated: { resource: 'Deployment orders', count: 2 },
};

const causes = Object.entries(samples).map(
  ([code, params]) => ({ code, params } as Cause),
);

describe('The sentence of a cause', () => {
  it.each(causes.map(cause => [cause.code, cause] as const))(
    'of %s is whole in English and, in other words, in German',
    (_, cause) => {
      const [inEnglish, inGerman] = ['en', 'de'].map(language =>
        sentenceOf(cause, language),
      );
      for (const sentence of [inEnglish, inGerman]) {
        expect(sentence).toMatch(/^\S.*[.]$/);
        expect(sentence).not.toMatch(/undefined|null|\[object| {2}|\.\./);
      }
      expect(inGerman).not.toBe(inEnglish);
    },
  );

  it('exists for the same codes in every language', () => {
    const codes = (of: object) => Object.keys(of).sort() as CauseCode[];
    expect(codes(german)).toEqual(codes(english));
    expect(codes(samples)).toEqual(codes(english));
  });

  it('of many resources names two and counts the others', () => {
    const cause: Cause = { code: 'pruningOff', params: difference };
    expect(sentenceOf(cause)).toBe(
      'ConfigMap a, ConfigMap b and 1 more are no longer in Git and stay in the cluster: automatic pruning is off.',
    );
    expect(sentenceOf(cause, 'de-CH')).toBe(
      'ConfigMap a, ConfigMap b und 1 weitere sind nicht mehr in Git und bleiben im Cluster: automatisches Pruning ist aus.',
    );
  });

  it('says a missing file in the reader’s language', () => {
    const cause: Cause = {
      code: 'manifestsBroken',
      params: { missingFile: 'apps/orders/missing.yaml' },
    };
    expect(sentenceOf(cause)).toBe(
      "Manifests can't be generated: apps/orders/missing.yaml does not exist.",
    );
    expect(sentenceOf(cause, 'de')).toBe(
      'Manifeste lassen sich nicht erzeugen: apps/orders/missing.yaml existiert nicht.',
    );
  });

  it('joins environments of a rolling sync as the reader’s language does', () => {
    const cause: Cause = {
      code: 'rollingSync',
      params: { step: 3, after: ['staging', 'preprod'] },
    };
    expect(sentenceOf(cause)).toMatch(/after staging and preprod\.$/);
    expect(sentenceOf(cause, 'de')).toMatch(/nach staging und preprod\.$/);
  });

  it('is English in a language that is not spoken here, and the code where it is not known', () => {
    expect(sentenceOf({ code: 'noPods', params: {} }, 'fr')).toBe(
      'No pods are running.',
    );
    const unknown = { code: 'fromTheFuture', params: {} } as unknown as Cause;
    expect(sentenceOf(unknown)).toBe('fromTheFuture');
  });
});

describe('The reason of a status', () => {
  it('has the cause first, then what is true besides', () => {
    expect(
      reasonOf({
        cause: { code: 'syncFailed', params: {} },
        remarks: [{ code: 'stillRuns', params: { version: '1.5.0' } }],
      }),
    ).toBe('The last sync failed. 1.5.0 still runs.');
  });

  it('names the worst of several Applications', () => {
    expect(
      reasonOf({
        cause: { code: 'noPods', params: {} },
        remarks: [],
        applications: [
          { namespace: 'argocd', name: 'orders-us' },
          { namespace: 'argocd', name: 'orders-eu' },
        ],
      }),
    ).toBe('orders-us: No pods are running.');
  });

  it('names the namespace too where several Applications have the name', () => {
    expect(
      reasonOf({
        cause: { code: 'noPods', params: {} },
        remarks: [],
        applications: [
          { namespace: 'team-b', name: 'orders' },
          { namespace: 'team-a', name: 'orders' },
        ],
      }),
    ).toBe('team-b/orders: No pods are running.');
  });

  it('is null where the state says it all', () => {
    expect(reasonOf({ cause: null, remarks: [] })).toBeNull();
  });
});
