import { NOW, openPullRequest, promotion } from '../__testUtils__/samples';
import type { StoredPullRequest } from '../StoredPromotion';
import { followAgainMs, isLookDue, nextLook } from './lookAgain';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Open for an hour, and just looked at: two minutes until the next look. */
function lookedAt(given: Partial<StoredPullRequest> = {}): StoredPullRequest {
  const row = openPullRequest({
    openedAt: new Date(NOW - HOUR_MS).toISOString(),
    hints: 7,
    ...given,
  });
  return nextLook(row, row, { now: NOW, isLooked: true }).after;
}

describe('A pull request that waits', () => {
  it('is taken between two looks only for what the gates say', () => {
    const row = lookedAt();
    expect(isLookDue(row, NOW + MINUTE_MS)).toBe(false);
    const next = nextLook(row, row, { now: NOW + MINUTE_MS, isLooked: false });
    expect(next.dueInMs).toBe(MINUTE_MS);
    expect(isLookDue(next.after, NOW + 2 * MINUTE_MS)).toBe(true);
  });

  it('is looked at whenever somebody hinted at it, also while it was being looked at', () => {
    const row = lookedAt();
    expect(isLookDue({ ...row, hints: 8 }, NOW + 1)).toBe(true);
    const hinted = { ...row, hints: 8 };
    const { after } = nextLook(hinted, hinted, { now: NOW, isLooked: true });
    expect(isLookDue(after, NOW + 1)).toBe(false);
    expect(isLookDue({ ...after, hints: 9 }, NOW + 1)).toBe(true);
  });

  it('is taken back from the host at once where a gate blocks between two looks', () => {
    const row = lookedAt({
      queued: { by: { ref: 'user:default/bo', name: 'Bo' }, state: 'taken' },
    });
    const blocked: StoredPullRequest = {
      ...row,
      statuses: {
        head: row.head!,
        gates: [
          {
            gate: 'freeze',
            state: 'failure',
            code: 'frozen',
            params: {
              environment: 'Production',
              title: 'Weekend',
              timeZone: 'UTC',
            },
            isPublished: true,
          },
        ],
      },
    };
    const now = NOW + MINUTE_MS;
    expect(nextLook(row, blocked, { now, isLooked: false }).dueInMs).toBe(0);
    expect(isLookDue(blocked, now)).toBe(true);
  });

  it.each<[string, Partial<StoredPullRequest>]>([
    ['is to be closed', { closeComment: 'Withdrawn' }],
    ['has not got its labels yet', { refused: undefined }],
    [
      'was being merged when the process ended',
      { mergingBy: { ref: 'user:default/bo', name: 'Bo' } },
    ],
    ['is merged', { state: 'merged' }],
  ])('is driven at once where it %s', (_, given) => {
    expect(isLookDue({ ...lookedAt(), ...given }, NOW + 1)).toBe(true);
  });
});

describe('A pull request that is to be closed', () => {
  it('is closed at once, and again a little later where the host has not closed it', () => {
    const open = openPullRequest();
    const closing = { ...open, closeComment: 'Withdrawn' };
    const look = (before: StoredPullRequest) =>
      nextLook(before, closing, { now: NOW, isLooked: true }).dueInMs;
    expect(look(open)).toBe(0);
    expect(look(closing)).toBe(10_000);
  });
});

describe('A pull request that was equipped', () => {
  it('is looked at at once: a hint was for how it is, not for its labels', () => {
    const before = openPullRequest({
      openedAt: new Date(NOW).toISOString(),
      refused: undefined,
      hints: 1,
    });
    const after = { ...before, refused: [] };
    const next = nextLook(before, after, { now: NOW, isLooked: true });
    expect(next.dueInMs).toBe(0);
    expect(isLookDue(next.after, NOW)).toBe(true);
  });
});

describe('A pull request whose branch is brought up to date', () => {
  it('is looked at at once after that where somebody hinted at it before', () => {
    const row = lookedAt();
    const toCompare = {
      ...row,
      hints: 8,
      update: { step: 'compare' as const },
    };
    const toRemake = { step: 'remake' as const, on: 'c'.repeat(40) };
    const compared = nextLook(
      toCompare,
      { ...toCompare, update: toRemake },
      { now: NOW, isLooked: true },
    );
    const remade = nextLook(
      compared.after,
      { ...compared.after, update: undefined },
      { now: NOW, isLooked: true },
    );
    expect(remade.dueInMs).toBe(0);
    expect(isLookDue(remade.after, NOW)).toBe(true);
  });

  it('is looked at a little later after that where nobody did', () => {
    const row = { ...lookedAt(), update: { step: 'compare' as const } };
    const after = { ...row, update: undefined };
    const next = nextLook(row, after, { now: NOW, isLooked: true });
    expect(next.dueInMs).toBe(2 * MINUTE_MS);
  });
});

describe('What is merged', () => {
  const since = (ms: number, state: 'merged' | 'deploying' = 'merged') =>
    promotion({
      state,
      passed: [
        {
          state,
          cause: { code: 'rollingOut', params: { version: '1.8.0' } },
          at: new Date(NOW - ms).toISOString(),
        },
      ],
    });

  it('is looked at ever more rarely without a change, and within half a minute', () => {
    expect(followAgainMs(since(0), NOW)).toBe(5_000);
    expect(followAgainMs(since(2 * MINUTE_MS), NOW)).toBe(12_000);
    expect(followAgainMs(since(HOUR_MS), NOW)).toBe(30_000);
  });

  it('is looked at less often once Argo CD deploys it, which tells of each change', () => {
    expect(followAgainMs(since(0, 'deploying'), NOW)).toBe(15_000);
    expect(followAgainMs(since(HOUR_MS, 'deploying'), NOW)).toBe(30_000);
  });

  it('is looked at soon again where something could not be found out', () => {
    const obstacle = { code: 'lookFailed', params: { detail: '502' } } as const;
    expect(followAgainMs({ ...since(HOUR_MS), obstacle }, NOW)).toBe(5_000);
  });
});
