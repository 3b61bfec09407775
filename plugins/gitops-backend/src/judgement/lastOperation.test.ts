import { entry, operation, resource } from '../__testUtils__/builtEntry';
import { recordedAnswers, recordedState } from '../__testUtils__/recordedState';
import { judge } from './judge';

/** What the last operation says, and what it does not. Built from what Argo CD's code writes. */

const now = Date.parse('2026-11-28T01:35:00Z');

/** A recorded state whose operation a test changes. */
function operating(
  name: string,
  { phase, ...changes }: { phase?: string } & Record<string, unknown>,
) {
  const parts: any = recordedAnswers(name);
  const states = [parts.list[0], parts.get].map(
    ({ status }) => status.operationState,
  );
  for (const state of states) state.phase = phase ?? state.phase;
  if (phase === 'Failed') delete parts.list[0].operation;
  Object.assign(states[1].operation.sync, changes);
  return recordedState(name, parts, now);
}

describe('A dry run, which changes nothing in the cluster', () => {
  it.each([
    ['fails', 'Failed', 'outOfSync'],
    ['is under way', 'Running', 'outOfSync'],
  ])('is no deployment if it %s', async (_, phase, state) => {
    const found = await operating('presync-dev', { phase, dryRun: true });
    expect(judge(found, now).state).toBe(state);
  });
});

describe('An Application that differs from the commit that was synced last', () => {
  const given = { sync: 'OutOfSync', selfHeals: false };
  const differing = [resource('apps/Deployment orders', { sync: 'OutOfSync' })];

  it.each([
    ['of which Argo CD keeps no history', []],
    ['of which only some resources were synced', ['a'.repeat(40)]],
  ])('stays like that without self-heal: one %s', (_, lastDeployed) => {
    const found = entry(given, {
      resources: differing,
      lastDeployed,
      operation: operation(),
    });
    expect(judge(found, now)).toMatchObject({
      cause: { code: 'selfHealOff' },
      reason:
        'Deployment orders differs from Git. Git has not changed since the last sync, and self-heal is off, so it stays like this.',
    });
  });

  it('is still to be synced where that was a dry run', () => {
    const found = entry(given, {
      resources: differing,
      lastDeployed: ['a'.repeat(40)],
      operation: { ...operation(), isDryRun: true },
    });
    expect(judge(found, now).cause?.code).toBe('syncPending');
  });
});

it('A sync that Argo CD has not begun is not said to be under way', () => {
  const found = entry({ isOperationRequested: true });
  expect(judge(found, now)).toMatchObject({
    state: 'deploying',
    reason: 'A sync has been requested; Argo CD has not begun it yet.',
  });
});

it('A sync that ran out of time was stopped by nobody', () => {
  const found = entry(
    { sync: 'OutOfSync', operationPhase: 'Failed' },
    {
      operation: {
        ...operation(),
        message: 'Operation terminated, triggered by controller sync timeout',
      },
    },
  );
  expect(judge(found, now).reason).toContain(
    'Operation terminated, triggered by controller sync timeout.',
  );
});

it('Retries without a limit are counted without one', async () => {
  const parts: any = recordedAnswers('presync-dev');
  for (const { status } of [parts.list[0], parts.get])
    status.operationState.phase = 'Running';
  parts.get.status.operationState.retryCount = 3;
  parts.get.status.operationState.operation.retry = { limit: -1 };
  const found = await recordedState('presync-dev', parts, now);
  expect(judge(found, now).reason).toContain('Retry 3.');
});

describe('A failed migration', () => {
  const reverted = (given: (parts: any) => void = () => {}) => {
    const parts: any = recordedAnswers('reverted-staging');
    given(parts);
    return recordedState('reverted-staging', parts, now);
  };

  it('is over when Git asks again for the version that runs: nothing differs, so Argo CD syncs nothing', async () => {
    expect(judge(await reverted(), now)).toMatchObject({
      state: 'healthy',
      running: '1.9.0',
      wanted: '1.9.0',
    });
  });

  it('stays failed while Git asks for the version whose migration failed', async () => {
    const found = await reverted(parts => {
      const failed = parts.get.status.operationState.syncResult.resources.find(
        (one: { kind: string }) => one.kind === 'Job',
      );
      failed.images = ['registry.example.com/payments:1.9.0'];
    });
    expect(judge(found, now)).toMatchObject({
      state: 'failed',
      cause: { code: 'migrationFailed', params: { version: '1.9.0' } },
    });
  });

  it('stays failed where it is not known which version it was of', async () => {
    const found = await reverted(parts => {
      for (const one of parts.get.status.operationState.syncResult.resources)
        delete one.images;
    });
    expect(judge(found, now).state).toBe('failed');
  });
});

it.each([
  [
    'waiting for deletion of hook batch/Job/orders-migrate',
    'Waiting for Job orders-migrate to be deleted.',
  ],
  [
    'waiting for healthy state of external-secrets.io/ExternalSecret/orders',
    'Waiting for ExternalSecret orders to become healthy.',
  ],
])('A sync is said to wait for what “%s” names', (message, sentence) => {
  const synced = { health: 'Healthy', healthMessage: 'secret synced' };
  const found = entry(
    { sync: 'OutOfSync', operationPhase: 'Running' },
    {
      resources: [
        resource('external-secrets.io/ExternalSecret orders', synced),
      ],
      operation: { ...operation(), message },
    },
  );
  expect(judge(found, now)).toMatchObject({ state: 'deploying' });
  expect(judge(found, now).reason).toContain(sentence);
});

it('A sync that failed is not all there is to say while a window keeps a later commit from being synced', () => {
  const found = (revision: string) =>
    entry(
      { sync: 'OutOfSync', operationPhase: 'Failed' },
      {
        resources: [resource('apps/Deployment orders', { sync: 'OutOfSync' })],
        operation: { ...operation(), revisions: [revision], message: 'exit 1' },
        syncWindow: { until: '2026-11-28T02:00:00Z' },
      },
    );
  expect(judge(found('a'.repeat(40)), now)).toMatchObject({
    state: 'failed',
    reason:
      'Exit 1. 1.5.0 runs. Deployment orders differs from Git: a sync window keeps Argo CD from syncing it until 28 Nov 2026, 02:00 UTC.',
  });
  expect(judge(found('b'.repeat(40)), now).reason).not.toContain('window');
});
