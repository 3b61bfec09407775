import {
  application,
  diagnosis,
  pod,
  workload,
} from '../__testUtils__/builtEntry';
import { recordedState } from '../__testUtils__/recordedState';
import { Application, applicationKey } from '../argocd/Application';
import type { Diagnosis, FinishedSync } from '../inventory/Diagnosis';
import type { Entry } from '../inventory/Entry';
import type { Change } from '../inventory/Inventory';
import { judge } from '../judgement/judge';
import { Deployment, deploymentId } from './Deployment';
import {
  FinishedDeployments,
  FinishedDeploymentsOptions,
} from './FinishedDeployments';

const MINUTE = 60_000;
const FIRST = 'a'.repeat(40);
const SECOND = 'b'.repeat(40);

const first: FinishedSync = {
  startedAt: '2026-11-23T03:00:00Z',
  finishedAt: '2026-11-23T03:00:20Z',
  hasSucceeded: true,
  revisions: [FIRST],
  isAutomated: true,
};
/** The operation of the built Application */
const second: FinishedSync = {
  startedAt: '2026-11-23T04:59:00Z',
  finishedAt: '2026-11-23T04:59:30Z',
  hasSucceeded: true,
  revisions: [SECOND],
  startedBy: 'ana',
  isAutomated: false,
};

/** One process: what it finds in what it hears of one Application. */
function setUp() {
  const heard = new Map<string, Entry>();
  let now = Date.parse('2026-11-23T06:00:00Z');
  let staleSince: string | null = null;
  const finished = new FinishedDeployments({
    deploymentOf: one =>
      ({
        ...judge(heard.get(applicationKey(one))!, now),
        staleSince,
      } as ReturnType<FinishedDeploymentsOptions['deploymentOf']>),
    environmentOf: ({ labels }) => labels.environment ?? '',
    serviceOf: ({ labels }) => labels['app.kubernetes.io/name'],
    now: () => now,
  });
  const hear = (entry: Entry, finishedSyncs?: FinishedSync[]): Deployment[] => {
    const key = applicationKey(entry.application);
    const change: Change = {
      previous: heard.get(key),
      current: entry,
      finishedSyncs,
    };
    heard.set(key, entry);
    return finished.take(change);
  };
  return {
    hear,
    /** A list or the stream shows it; then its diagnosis is read */
    see(
      of: Partial<Application>,
      found: Partial<Diagnosis>,
      finishedSyncs: FinishedSync[],
    ): Deployment[] {
      const observed = { application: application(of) };
      return [
        ...hear(observed),
        ...hear({ ...observed, diagnosis: diagnosis(found) }, finishedSyncs),
      ];
    },
    removed(of: Partial<Application> = {}): Deployment[] {
      return finished.take({ previous: { application: application(of) } });
    },
    tick: () => finished.tick(),
    pass(ms: number) {
      now += ms;
    },
    /** Whether Argo CD can be read */
    setReadable(isReadable: boolean) {
      staleSince = isReadable ? null : new Date(now).toISOString();
    },
  };
}

const progressing = {
  health: 'Progressing',
  healthSince: '2026-11-23T04:59:20Z',
};
const rolling = {
  pods: [pod('1.4.0', 'Healthy', { isNewest: false })],
  workloads: [workload('1.5.0')],
};
const crashing = {
  ...rolling,
  pods: [pod('1.5.0', 'Degraded', { status: 'CrashLoopBackOff' })],
};
const degraded = { health: 'Degraded', healthSince: '2026-11-23T05:10:00Z' };

const third: FinishedSync = {
  ...second,
  startedAt: '2026-11-23T05:30:00Z',
  finishedAt: '2026-11-23T05:30:10Z',
};
const afterThird = {
  operationStartedAt: third.startedAt,
  operationFinishedAt: third.finishedAt,
};
/** Argo CD tells of it as of any operation, and its history does not have it */
const selfHeal = afterThird;
/** The second sync while it lasts */
const running = {
  operationPhase: 'Running',
  operationStartedAt: second.startedAt,
  operationFinishedAt: undefined,
};
const otherRuns = { ...running, operationStartedAt: third.startedAt };

it('finds a deployment that is healthy, with what it deployed, who began it and how long it took', () => {
  const { see } = setUp();
  expect(see({}, {}, [second])).toEqual([
    {
      id: deploymentId('eu-central/argocd/orders-production', second.startedAt),
      application: 'eu-central/argocd/orders-production',
      service: 'orders',
      environment: 'production',
      startedAt: second.startedAt,
      finishedAt: second.finishedAt,
      // It became healthy while nobody watched
      healthyAt: undefined,
      result: 'succeeded',
      version: '1.5.0',
      images: ['r/orders:1.5.0'],
      revisions: [SECOND],
      startedBy: 'ana',
      isAutomated: false,
    },
  ]);
});

it('waits for a rollout, and tells when it became healthy by the clock of Argo CD', () => {
  const { see } = setUp();
  expect(see(running, {}, [])).toEqual([]);
  expect(see(progressing, rolling, [second])).toEqual([]);
  expect(
    see({ healthSince: '2026-11-23T05:01:10Z' }, {}, [second]),
  ).toMatchObject([{ result: 'succeeded', healthyAt: '2026-11-23T05:01:10Z' }]);
});

it('finds a deployment once, however often its Application is read again', () => {
  const { see } = setUp();
  expect(see({}, {}, [first, second])).toHaveLength(2);
  expect(see({ revision: 'c'.repeat(40) }, {}, [first, second])).toEqual([]);
  expect(see(degraded, crashing, [first, second])).toEqual([]);
  expect(see({}, {}, [first, second])).toEqual([]);
});

it("fills a gap from Argo CD's history, and says only that it was there", () => {
  const { see } = setUp();
  const [earlier, last] = see({}, {}, [first, second]);
  expect(earlier).toMatchObject({
    startedAt: first.startedAt,
    result: 'unknown',
    version: undefined,
    images: [],
    revisions: [FIRST],
    isAutomated: true,
  });
  expect(last).toMatchObject({ result: 'succeeded', version: '1.5.0' });
});

it('has a failed sync at once, with its cause, and no version that it is not known to have tried', () => {
  const { see } = setUp();
  const failed = { ...second, hasSucceeded: false };
  const of = { operationPhase: 'Failed', sync: 'OutOfSync' };
  expect(see(of, rolling, [failed])).toMatchObject([
    {
      result: 'failed',
      cause: { code: 'syncFailed' },
      version: '1.5.0',
      images: [],
    },
  ]);
  const other = setUp();
  const beforeCommit = { ...failed, revisions: [FIRST] };
  expect(other.see(of, rolling, [beforeCommit])).toMatchObject([
    { result: 'failed', version: undefined },
  ]);
});

it('has the cause of a failed migration as it was recorded', async () => {
  const { hear } = setUp();
  const { application: app, diagnosis: found } = await recordedState(
    'postsync-dev',
  );
  const { finishedSyncs, ...held } = found!;
  const all = hear({ application: app, diagnosis: held }, [...finishedSyncs!]);
  expect(all.map(({ result, cause }) => [result, cause?.code])).toEqual([
    ['unknown', undefined],
    ['failed', 'hookFailed'],
  ]);
});

describe('a rollout that degrades', () => {
  it('has failed after five minutes, and is healthy later', () => {
    const { see, tick, pass } = setUp();
    see(running, {}, []);
    expect(see(degraded, crashing, [second])).toEqual([]);
    pass(4 * MINUTE);
    expect(tick()).toEqual([]);
    pass(MINUTE);
    const failed = tick();
    expect(failed).toMatchObject([{ result: 'failed', version: '1.5.0' }]);
    expect(failed[0].cause).toBeDefined();
    expect(tick()).toEqual([]);
    expect(
      see({ healthSince: '2026-11-23T05:40:00Z' }, {}, [second]),
    ).toMatchObject([{ id: failed[0].id, healthyAt: '2026-11-23T05:40:00Z' }]);
  });

  it('has not failed where it recovers before', () => {
    const { see, tick, pass } = setUp();
    see(running, {}, []);
    see(degraded, crashing, [second]);
    pass(4 * MINUTE);
    see(progressing, rolling, [second]);
    pass(4 * MINUTE);
    see(degraded, crashing, [second]);
    pass(4 * MINUTE);
    expect(tick()).toEqual([]);
  });

  it('has failed where it is replaced after it was degraded for long enough, else its end is unknown', () => {
    for (const [minutes, result] of [
      [4, 'unknown'],
      [5, 'failed'],
    ] as const) {
      const { see, pass } = setUp();
      see(running, {}, []);
      see(degraded, crashing, [second]);
      pass(minutes * MINUTE);
      expect(
        see({ ...degraded, ...afterThird }, crashing, [second, third]),
      ).toMatchObject([{ startedAt: second.startedAt, result }]);
    }
  });

  it('has not failed while Argo CD cannot be read, and has its five minutes anew after that', () => {
    const { see, tick, pass, setReadable } = setUp();
    see(running, {}, []);
    see(degraded, crashing, [second]);
    setReadable(false);
    pass(10 * MINUTE);
    expect(tick()).toEqual([]);
    setReadable(true);
    pass(4 * MINUTE);
    expect(tick()).toEqual([]);
    pass(MINUTE);
    expect(tick()).toMatchObject([{ result: 'failed' }]);
  });

  it('has failed though Argo CD heals it again and again', () => {
    const { see, tick, pass } = setUp();
    see(running, {}, []);
    see(degraded, crashing, [second]);
    for (let minute = 1; minute < 6; minute++) {
      const heal = {
        ...degraded,
        operationStartedAt: `2026-11-23T05:3${minute}:00Z`,
      };
      pass(MINUTE / 2);
      see({ ...running, ...heal }, crashing, [second]);
      pass(MINUTE / 2);
      see(heal, crashing, [second]);
    }
    expect(tick()).toMatchObject([
      { startedAt: second.startedAt, result: 'failed' },
    ]);
  });

  it('is not called failed where it may have recovered during another operation', () => {
    const { see, tick, pass } = setUp();
    see(running, {}, []);
    see(degraded, crashing, [second]);
    pass(MINUTE);
    see(otherRuns, {}, [second]);
    pass(10 * MINUTE);
    expect(tick()).toEqual([]);
  });

  it('is not called failed where it may have been healthy before anybody looked', () => {
    const { see, tick, pass } = setUp();
    expect(see(degraded, crashing, [second])).toEqual([]);
    pass(60 * MINUTE);
    expect(tick()).toEqual([]);
    expect(
      see({ ...degraded, ...afterThird }, crashing, [second, third]),
    ).toMatchObject([{ result: 'unknown', version: '1.5.0' }]);
  });
});

it('says unknown of a rollout that was replaced before it was healthy', () => {
  const { see } = setUp();
  see(running, {}, []);
  see(progressing, rolling, [second]);
  const next = { ...progressing, ...afterThird };
  expect(see(next, rolling, [second, third])).toMatchObject([
    { startedAt: second.startedAt, result: 'unknown', version: '1.5.0' },
  ]);
});

it('waits on for a rollout during a self-heal or a dry run, which are no deployments', () => {
  const { see } = setUp();
  see(running, {}, []);
  see(progressing, rolling, [second]);
  const healing = { ...progressing, ...otherRuns };
  expect(see(healing, rolling, [second])).toEqual([]);
  expect(see({ ...progressing, ...selfHeal }, rolling, [second])).toEqual([]);
  const healthy = { ...selfHeal, healthSince: '2026-11-23T05:31:00Z' };
  expect(see(healthy, {}, [second])).toMatchObject([
    {
      startedAt: second.startedAt,
      result: 'succeeded',
      healthyAt: '2026-11-23T05:31:00Z',
    },
  ]);
});

it('knows the last deployment after a restart though a self-heal was the last operation', () => {
  const { see } = setUp();
  const healthy = { ...selfHeal, healthSince: '2026-11-23T05:31:00Z' };
  const [earlier, last, ...others] = see(healthy, {}, [first, second]);
  expect(others).toEqual([]);
  expect(earlier).toMatchObject({ result: 'unknown' });
  expect(last).toMatchObject({
    startedAt: second.startedAt,
    result: 'succeeded',
    version: '1.5.0',
    // It may have been healthy before, and not in between
    healthyAt: undefined,
  });
});

it.each([
  ['failed', 'failed', { ...second, isSelective: true, hasSucceeded: false }],
  ['ended before it was all', 'unknown', { ...second, isSelective: true }],
] as const)(
  'claims no version of a sync of selected resources that %s',
  (_, result, sync) => {
    const { see } = setUp();
    const differs = { sync: 'OutOfSync', automated: false };
    const found = { ...rolling, lastDeployed: [FIRST] };
    const phase = {
      operationPhase: sync.hasSucceeded ? 'Succeeded' : 'Failed',
    };
    const deployments = [
      ...see({ ...differs, ...phase }, found, [first, sync]),
      ...see({ ...differs, ...afterThird }, found, [first, third]),
    ];
    expect(
      deployments.find(({ startedAt }) => startedAt === sync.startedAt),
    ).toMatchObject({ result, version: undefined });
  },
);

it('says unknown of a rollout whose Application was deleted', () => {
  const { see, removed } = setUp();
  see(progressing, rolling, [second]);
  expect(removed()).toMatchObject([{ result: 'unknown' }]);
  expect(removed()).toEqual([]);
});

it('does not call a deployment healthy whose Pods keep the version before', () => {
  const { see } = setUp();
  const before = { ...rolling, pods: [pod('1.4.0')] };
  expect(see({}, before, [second])).toEqual([]);
});

it('finds a deployment that is healthy though it is always out of sync', () => {
  const { see } = setUp();
  expect(see({ sync: 'OutOfSync' }, {}, [second])).toMatchObject([
    { result: 'succeeded', version: '1.5.0' },
  ]);
});

it('finds nothing of an Application without a history and an operation', () => {
  const { see } = setUp();
  const never = {
    operationPhase: undefined,
    operationStartedAt: undefined,
    operationFinishedAt: undefined,
  };
  expect(see(never, {}, [])).toEqual([]);
});
