import { openPullRequest } from '../__testUtils__/samples';
import { AUTOMATIC } from '../automatic';
import type { Person, StoredPullRequest } from '../StoredPromotion';
import { nextOf } from './nextOf';

const HEAD = 'c'.repeat(40);
const ana: Person = { ref: 'user:default/ana', name: 'Ana' };

function wanted(
  by: Person,
  state: NonNullable<StoredPullRequest['queued']>['state'],
  gate: 'success' | 'failure' = 'success',
): StoredPullRequest {
  return openPullRequest({
    queued: { by, state },
    statuses: {
      head: HEAD,
      gates: [
        {
          gate: 'freeze',
          state: gate,
          code: 'noObjection',
          params: {},
          isPublished: true,
        },
      ],
      evaluation: { at: '2026-11-23T06:00:00.000Z', basis: '' } as never,
    },
  });
}

describe('A merge that was left to the host', () => {
  it.each(['blocked', 'held'] as const)(
    'is asked for again once it is not %s any more, where the portal wanted it by itself',
    state => {
      expect(nextOf(wanted(AUTOMATIC, state, 'failure'))).toBe('look');
      expect(nextOf(wanted(AUTOMATIC, state))).toBe('queue');
    },
  );

  it('is not asked for while a label holds it', () => {
    const row = wanted(AUTOMATIC, 'held');
    const held = { ...row.observed!, holdLabel: 'hold' };
    expect(nextOf({ ...row, observed: held })).toBe('look');
  });

  it.each(['refused', 'dropped', 'changed', 'retargeted'] as const)(
    'waits for a person where it was %s',
    state => {
      expect(nextOf(wanted(AUTOMATIC, state))).toBe('look');
    },
  );

  it('waits for the person who wanted it', () => {
    expect(nextOf(wanted(ana, 'blocked'))).toBe('look');
  });
});
