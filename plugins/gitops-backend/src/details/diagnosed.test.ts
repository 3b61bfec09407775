import { applicationDetail } from '../argocd/detailSchemas';
import { recordedClient } from '../__testUtils__/recordedClient';
import { recordedAnswers } from '../__testUtils__/recordedState';
import { listedApplication, recorded } from '../__testUtils__/recordings';
import { diagnose } from '../diagnosis/diagnose';
import { diagnosed, withHookTimes } from './diagnosed';
import { resourceDetails } from './resources';

const application = listedApplication('orders-production');
const detail = applicationDetail.parse(recorded('get-orders-production'));
const operation = {
  phase: 'Failed',
  message: null,
  revision: null,
  commitUrl: null,
  startedAt: '2026-11-23T05:29:44Z',
  finishedAt: '2026-11-23T05:31:41Z',
  initiatedBy: null,
  retries: 3,
  retryLimit: 3,
};
const diagnosis = () =>
  diagnose(
    recordedClient({
      get: 'get-orders-production',
      tree: 'tree-orders-production',
      managedResources: 'managed-resources-payments-production',
    }),
    application,
    new AbortController().signal,
  );

it('says when the hook of the last attempt was created, and nothing of resources that were there before', async () => {
  const resources = withHookTimes(
    resourceDetails(detail),
    operation,
    await diagnosis(),
  );
  expect(resources.map(one => [one.kind, one.startedAt])).toEqual([
    ['ExternalSecret', null],
    ['Job', '2026-11-23T05:31:38Z'],
    ['Deployment', null],
    ['Service', null],
  ]);
});

it('gives no hook the time of another operation', async () => {
  const earlier = { ...operation, finishedAt: '2026-11-23T05:30:00Z' };
  const known = await diagnosis();
  const timesOf = (one: typeof operation) =>
    withHookTimes(resourceDetails(detail), one, known).flatMap(
      ({ startedAt }) => startedAt ?? [],
    );
  expect(timesOf(operation)).toHaveLength(1);
  expect(timesOf(earlier)).toEqual([]);
});

it('lists a PreSync hook, which Argo CD does not compare, without a wave', async () => {
  const { get } = recordedAnswers('presync-dev');
  const resources = resourceDetails(applicationDetail.parse(get));
  expect(resources).toContainEqual(
    expect.objectContaining({
      name: 'presync-migrate',
      wave: null,
      phase: 'PreSync',
      operationPhase: 'Failed',
    }),
  );
});

it('shows how far a Rollout has come while its canary is under way', async () => {
  const known = await diagnosis();
  const rollout = (step: number) => ({
    ...{
      group: 'argoproj.io',
      kind: 'Rollout',
      namespace: 'a',
      name: 'orders',
    },
    pods: 'kept' as const,
    inCluster: {
      ...{ images: [], initImages: [], ready: 1 },
      canary: { isPaused: true, step, steps: 4, weight: 20 },
    },
  });
  const of = (step: number) =>
    diagnosed({ ...known, workloads: [rollout(step)] }).rollouts;
  expect(of(1)).toEqual([
    { name: 'orders', isPaused: true, step: 1, steps: 4, weight: 20 },
  ]);
  expect(of(4)).toEqual([]);
  expect(diagnosed(undefined)).toEqual({
    failureLog: null,
    rollingStep: null,
    rollouts: [],
  });
});
