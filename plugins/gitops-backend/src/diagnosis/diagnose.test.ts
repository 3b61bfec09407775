import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { recordedState } from '../__testUtils__/recordedState';
import { judge } from '../judgement/judge';

const now = Date.parse('2026-11-28T01:35:00Z');

/** A recorded state of one healthy Deployment, whose parts a test changes. */
function recordedParts() {
  const file = '../__fixtures__/states-3.5.1/sidecar-dev.json';
  return JSON.parse(readFileSync(join(__dirname, file), 'utf8'));
}

/** The same as Argo CD has it that can't compare it, for a reason. */
function uncompared(type: string, message: string) {
  const parts = recordedParts();
  for (const { status } of [parts.list[0], parts.get])
    Object.assign(status, {
      sync: { ...status.sync, status: 'Unknown' },
      health: { ...status.health, status: 'Unknown' },
    });
  parts.get.status.conditions = [{ type, message }];
  return parts;
}

describe('A diagnosis', () => {
  it.each([
    [
      'InvalidSpecError',
      'application references project x which does not exist',
    ],
    ['UnknownError', 'error getting app project'],
  ])(
    'knows nothing of the cluster where Argo CD shows none of it: %s',
    async (type, message) => {
      // Not recorded: by its code, Argo CD then stores an empty tree and no managed resources
      const parts = {
        ...uncompared(type, message),
        tree: {},
        managedResources: {},
      };
      const found = await recordedState('sidecar-dev', parts, now);
      expect(judge(found, now)).toMatchObject({
        state: 'unknown',
        running: null,
        nothingRuns: false,
        reason: expect.stringContaining('It is not known what is running.'),
      });
    },
  );

  it('takes no Pod that was there before the cluster could not be read for one that runs', async () => {
    const message =
      'Failed to load live state: failed to get cluster info: connection refused';
    const parts = uncompared('ComparisonError', message);
    const found = await recordedState('sidecar-dev', parts, now);
    expect(judge(found, now)).toMatchObject({
      state: 'unknown',
      cause: { code: 'clusterUnreadable' },
      running: null,
      nothingRuns: false,
    });
  });

  it.each([
    ['true', 'reconcileSkipped'],
    ['1', 'reconcileSkipped'],
    ['no', undefined],
  ])(
    'takes nothing of an Application that Argo CD is told to skip for the present: %s',
    async (value, code) => {
      const parts = recordedParts();
      parts.get.metadata.annotations = {
        'argocd.argoproj.io/skip-reconcile': value,
      };
      const found = await recordedState('sidecar-dev', parts, now);
      expect(judge(found, now)).toMatchObject(
        code
          ? {
              state: 'unknown',
              cause: { code },
              running: null,
              nothingRuns: false,
            }
          : { state: 'healthy', cause: null, running: '1.0.0' },
      );
    },
  );

  it.each([
    ['an image', { jsonPointers: ['/spec/template/spec/containers/0/image'] }],
    ['a part around it', { jsonPointers: ['/spec/template'] }],
    ['an image, as a query', { jqPathExpressions: ['.spec..image'] }],
    ['what others manage', { managedFieldsManagers: ['kube-controller'] }],
  ])(
    'knows that a commit may ask for another image while nothing differs, where Argo CD ignores %s',
    async (_, ignored) => {
      const parts = recordedParts();
      const ofDeployments = { group: 'apps', kind: 'Deployment', ...ignored };
      parts.get.spec.ignoreDifferences = [ofDeployments];
      const { diagnosis } = await recordedState('sidecar-dev', parts, now);
      expect(diagnosis?.areImagesIgnored).toBe(true);
    },
  );

  it('knows that Git asks for an image that Argo CD ignores by its own settings', async () => {
    const parts = recordedParts();
    for (const item of parts.managedResources.items)
      item.liveState = item.liveState.replaceAll(':1.0.0"', ':0.9.0"');
    const { diagnosis } = await recordedState('sidecar-dev', parts, now);
    expect(diagnosis?.areImagesIgnored).toBe(true);
  });

  it('knows that a commit changes no image while nothing differs', async () => {
    const parts = recordedParts();
    parts.get.spec.ignoreDifferences = [
      { kind: 'Deployment', jsonPointers: ['/spec/replicas'] },
    ];
    const { diagnosis } = await recordedState('sidecar-dev', parts, now);
    expect(diagnosis?.areImagesIgnored).toBeUndefined();
  });

  it.each([
    ['v1.2.0', ['v1.2.0']],
    ['v1.3.0', undefined],
  ])(
    'knows what was compared to while the spec asks for v1.3.0: %s',
    async (compared, targets) => {
      const parts = recordedParts();
      const { spec, status } = parts.get;
      spec.source.targetRevision = 'v1.3.0';
      status.sync.comparedTo.source.targetRevision = compared;
      const { diagnosis } = await recordedState('sidecar-dev', parts, now);
      expect(diagnosis?.comparedTargets).toEqual(targets);
    },
  );

  it('knows that Argo CD manages no resource', async () => {
    const parts = recordedParts();
    parts.list[0].status.summary = {};
    parts.get.status.resources = [];
    parts.tree = {};
    parts.managedResources = {};
    const found = await recordedState('sidecar-dev', parts, now);
    expect(judge(found, now)).toMatchObject({
      state: 'healthy',
      cause: { code: 'noResources' },
      running: null,
      nothingRuns: true,
    });
  });

  it('finds the one Pod that fails in a tree of 5,000 nodes, and keeps little of the others', async () => {
    const parts = recordedParts();
    const pod = parts.tree.nodes.find(
      ({ kind }: { kind: string }) => kind === 'Pod',
    );
    const others = Array.from({ length: 5_000 }, (_, index) => ({
      ...pod,
      kind: 'ConfigMap',
      name: `settings-${index}`,
      uid: `settings-${index}`,
      parentRefs: [],
      info: [],
      images: [],
    }));
    const failing = {
      ...pod,
      name: `${pod.name}-2`,
      uid: `${pod.uid}-2`,
      health: {
        status: 'Degraded',
        message: 'back-off 5m0s restarting failed container=app',
      },
      info: [{ name: 'Status Reason', value: 'CrashLoopBackOff' }],
    };
    parts.tree.nodes.push(...others, failing);
    for (const { status } of [parts.list[0], parts.get])
      status.health.status = 'Degraded';
    parts.get.status.resources[0].health.status = 'Degraded';
    for (const node of parts.tree.nodes)
      if (node.kind === 'Deployment') node.health = { status: 'Degraded' };
    const found = await recordedState('sidecar-dev', parts, now);
    expect(JSON.stringify(found.diagnosis).length).toBeLessThan(10_000);
    expect(judge(found, now)).toMatchObject({
      state: 'degraded',
      reason:
        'Deployment sidecar is unhealthy: back-off 5m0s restarting failed container=app.',
      running: '1.0.0',
    });
  });
});
