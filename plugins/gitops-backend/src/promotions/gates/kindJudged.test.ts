import { openPullRequest, promotion, record } from '../__testUtils__/samples';
import { kindJudged } from './kindJudged';

const mergedAt = '2026-11-22T05:00:00.000Z';
const older = record({ id: 'older', mergedAt });
const newest = record({ id: 'newest', mergedAt });
const withdrawn = record({ id: 'withdrawn', state: 'closed' });

describe('kindJudged', () => {
  it('takes the undoing of the newest merged promotion for a rollback', () => {
    const past = [withdrawn, newest, older];
    expect(kindJudged(newest.promotion, past)).toBe('rollback');
  });

  it('takes the undoing of an older promotion for a promotion: what it brings back was replaced', () => {
    const past = [newest, older];
    expect(kindJudged(older.promotion, past)).toBe('promotion');
  });

  it('takes the undoing of a rollback for a promotion', () => {
    const rollback = record({ id: 'back', kind: 'rollback', mergedAt });
    expect(kindJudged(rollback.promotion, [rollback, newest])).toBe(
      'promotion',
    );
    expect(kindJudged(newest.promotion, [rollback, newest])).toBe('promotion');
  });

  it('takes the undoing of a promotion of which one repository took its part for a rollback', () => {
    const inPart = record({ id: 'part', state: 'closed' }, [
      openPullRequest({ state: 'merged' }),
      openPullRequest({ state: 'closed' }),
    ]);
    expect(kindJudged(inPart.promotion, [inPart, older])).toBe('rollback');
  });

  it('takes everything else for a promotion', () => {
    expect(kindJudged(undefined, [newest])).toBe('promotion');
    expect(kindJudged(promotion({ id: 'forgotten' }), [])).toBe('promotion');
  });
});
