import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  hostSays,
  openPullRequest,
  promotion,
  pullRequest,
  said,
} from './__testUtils__/samples';
import { statesTable } from './__testUtils__/statesTable';
import { next, PromotionEvent } from './lifecycle';
import type { StoredPromotion, StoredPullRequest } from './StoredPromotion';

const NOW = '2026-11-23T06:00:00.000Z';
const LATER = '2026-11-23T07:00:00.000Z';
const MERGED_AT = '2026-11-23T05:30:00.000Z';

const merged = openPullRequest({
  state: 'merged',
  endedAt: MERGED_AT,
  endedBy: 'bob',
  mergeCommit: 'd'.repeat(40),
});
const closed = openPullRequest({
  state: 'closed',
  endedAt: MERGED_AT,
  endedBy: 'bob',
});
const open = openPullRequest();

function settle(
  before: StoredPromotion,
  pullRequests: readonly StoredPullRequest[],
  now: string,
) {
  const event = { type: 'pullRequestsSeen' as const, pullRequests };
  const after = next(before, event, now);
  return after === before ? before : said(after);
}

describe('A promotion whose pull requests have been seen', () => {
  it('is requested until its pull request is open', () => {
    expect(settle(promotion(), [pullRequest()], NOW)).toMatchObject({
      state: 'requested',
      sentence:
        '1.5.0 to production is requested; the pull request is being opened.',
    });
  });

  it('tells what hinders its pull request, while that is tried again', () => {
    expect(
      settle(
        promotion(),
        [pullRequest({ obstacle: hostSays('The host answers 502.') })],
        NOW,
      ),
    ).toMatchObject({ state: 'requested', problem: 'The host answers 502.' });
  });

  it('waits for a review', () => {
    expect(settle(promotion(), [open], NOW)).toMatchObject({
      state: 'pullRequestOpen',
      openedAt: '2026-11-23T05:01:00.000Z',
      endedAt: undefined,
      sentence: 'platform/gitops #12 is waiting for a review.',
    });
  });

  it.each([
    [
      { checks: { passed: 3, failed: 1, pending: 2 } },
      'platform/gitops #12 is waiting for a review. 1 of 6 checks failed.',
    ],
    [
      { checks: { passed: 3, failed: 0, pending: 2 } },
      'platform/gitops #12 is waiting for a review. 2 of 5 checks are running.',
    ],
    [
      { checks: { passed: 3, failed: 0, pending: 0 } },
      'platform/gitops #12 is waiting for a review. 3 of 3 checks passed.',
    ],
    [
      { checks: { passed: 0, failed: 0, pending: 0 } },
      'platform/gitops #12 is waiting for a review.',
    ],
    [
      { approvedBy: ['bob', 'eve', 'bob'] },
      'platform/gitops #12 is waiting to be merged. Approved by bob and eve.',
    ],
    [
      { isMergeable: false },
      'platform/gitops #12 is waiting for a review. It conflicts with the branch that it goes to.',
    ],
    [
      { head: 'e'.repeat(40) },
      'platform/gitops #12 is waiting for a review. Its branch was changed after it was opened: it no longer has what was planned.',
    ],
  ])('tells what the host says of it: %j', (observed, sentence) => {
    const pull = openPullRequest({
      observed: { head: open.head!, base: 'main', ...observed },
    });
    expect(settle(promotion(), [pull], NOW)).toMatchObject({ sentence });
  });

  it('is merged once all of its pull requests are', () => {
    const second = { ...merged, number: 3, repository: 'platform/us' };
    expect(settle(promotion(), [merged, open], NOW)).toMatchObject({
      state: 'pullRequestOpen',
      sentence: 'platform/gitops #12 is waiting for a review.',
    });
    expect(settle(promotion(), [merged, second], NOW)).toMatchObject({
      state: 'merged',
      mergedAt: MERGED_AT,
      sentence:
        'platform/gitops #12 and platform/us #3 were merged by bob. Argo CD has not picked it up yet.',
    });
  });

  it('is merged now where the host does not tell when', () => {
    expect(
      settle(promotion(), [{ ...merged, endedAt: undefined }], NOW).mergedAt,
    ).toBe(NOW);
  });

  it('is closed where somebody closed it, and says what stays', () => {
    expect(
      settle(promotion({ state: 'pullRequestOpen' }), [closed], NOW),
    ).toMatchObject({
      state: 'closed',
      endedAt: NOW,
      sentence:
        'platform/gitops #12 was closed by bob without merging. Nothing changed; production stays at 1.4.0.',
    });
  });

  it('does not claim that nothing changed where another of its pull requests was merged', () => {
    const us = { repository: 'platform/us', number: 3 };
    expect(
      settle(promotion(), [merged, { ...closed, ...us }], NOW),
    ).toMatchObject({
      state: 'closed',
      sentence:
        'platform/us #3 was closed by bob without merging. platform/gitops #12 was merged anyway, so part of the change is in Git.',
    });
    expect(
      settle(promotion(), [{ ...pullRequest(), state: 'failed' }, merged], NOW),
    ).toMatchObject({
      sentence: expect.stringMatching(
        /platform\/gitops #12 was merged anyway/,
      ),
    });
  });

  it('is superseded where it was closed for another version', () => {
    expect(
      settle(
        promotion({ state: 'pullRequestOpen', supersededBy: 'another' }),
        [closed],
        NOW,
      ),
    ).toMatchObject({
      state: 'superseded',
      sentence:
        'platform/gitops #12 was closed: another promotion to production was requested after it.',
    });
  });

  it('has failed where a pull request could not be opened', () => {
    const failed = pullRequest({
      state: 'failed',
      refusal: 'The token may not push.',
    });
    expect(settle(promotion(), [failed], NOW)).toMatchObject({
      state: 'failed',
      endedAt: NOW,
      sentence:
        'The token may not push. Nothing changed; production stays at 1.4.0.',
    });
  });

  it('goes on where somebody opens it again, or merges it after all', () => {
    for (const state of ['closed', 'superseded'] as const) {
      const ended = promotion({ state, endedAt: MERGED_AT, openedAt: NOW });
      expect(settle(ended, [open], NOW)).toMatchObject({
        state: 'pullRequestOpen',
        endedAt: undefined,
      });
      expect(settle(ended, [merged], NOW)).toMatchObject({
        state: 'merged',
        endedAt: undefined,
      });
      expect(settle(ended, [closed], NOW)).toMatchObject({
        state,
        endedAt: MERGED_AT,
      });
    }
  });

  it('names who withdrew it, not the account that closed it; and who closed it after it was opened again', () => {
    const ana = { ref: 'user:default/ana', name: 'Ana Lima' };
    const withdrawn = next(
      promotion({ state: 'pullRequestOpen' }),
      { type: 'withdrawn', by: ana },
      NOW,
    );
    const ended = settle(withdrawn, [closed], NOW);
    expect(ended).toMatchObject({
      sentence: expect.stringMatching(
        /^platform\/gitops #12 was closed by Ana Lima/,
      ),
    });
    const reopened = settle(ended, [open], NOW);
    expect(settle(reopened, [closed], NOW)).toMatchObject({
      sentence: expect.stringMatching(
        /^platform\/gitops #12 was closed by bob/,
      ),
    });
  });

  it('has failed where it was merged into another branch than the one that was planned', () => {
    const elsewhere = {
      ...merged,
      observed: { head: merged.head!, base: 'next' },
    };
    expect(settle(promotion(), [elsewhere], NOW)).toMatchObject({
      state: 'failed',
      sentence:
        'platform/gitops #12 was merged into next, which production does not follow; production stays at 1.4.0.',
    });
  });

  it('says where its pull request goes by now while it is open', () => {
    const retargeted = openPullRequest({
      observed: { head: open.head!, base: 'next' },
    });
    expect(settle(promotion(), [retargeted], NOW)).toMatchObject({
      state: 'pullRequestOpen',
      sentence: expect.stringMatching(/Its target branch is next now/),
    });
  });

  it('is no longer followed where somebody stops following it after its merge', () => {
    const ana = { ref: 'user:default/ana', name: 'Ana Lima' };
    const stopped = next(
      promotion({ state: 'deploying', mergedAt: MERGED_AT }),
      { type: 'gaveUp', by: ana },
      NOW,
    );
    expect(said(stopped)).toMatchObject({
      state: 'closed',
      endedAt: NOW,
      sentence:
        'Ana Lima stopped following it before 1.5.0 was confirmed in production.',
    });
    // Before its merge it is withdrawn instead
    const before = promotion({ state: 'pullRequestOpen' });
    expect(next(before, { type: 'gaveUp', by: ana }, NOW)).toBe(before);
  });

  it('says nothing of what is deployed already, or is over', () => {
    for (const state of [
      'merged',
      'deploying',
      'succeeded',
      'failed',
    ] as const) {
      const known = promotion({ state, mergedAt: MERGED_AT });
      for (const pull of [open, closed, merged, pullRequest()])
        expect(settle(known, [pull], NOW)).toBe(known);
    }
    // Another took its place while it was deployed
    const overtook = promotion({ state: 'superseded', mergedAt: MERGED_AT });
    expect(settle(overtook, [merged], NOW)).toBe(overtook);
  });

  it('answers the same however often it is asked, and whatever the order of pull requests', () => {
    const one = fc.constantFrom<StoredPullRequest>(
      open,
      merged,
      closed,
      pullRequest(),
      pullRequest({ state: 'failed' }),
    );
    const state = fc.constantFrom(
      'requested',
      'pullRequestOpen',
      'closed',
      'superseded',
    );
    fc.assert(
      fc.property(
        state,
        fc.array(one, { minLength: 1, maxLength: 3 }),
        (before, pulls) => {
          const once = settle(promotion({ state: before }), pulls, NOW);
          expect(settle(once, pulls, '2026-11-24T00:00:00.000Z')).toEqual(once);
          const turned = [...pulls].reverse();
          expect(settle(promotion({ state: before }), turned, NOW).state).toBe(
            once.state,
          );
        },
      ),
    );
  });
});

describe('The states', () => {
  it('are documented, with what each leads to', () => {
    const page = join(__dirname, '../../../../docs/promotions.md');
    const [, part] = readFileSync(page, 'utf8').split('\n## States\n');
    const [table] = /^\|[^]*?(?=\n\n)/m.exec(part)!;
    // Where this fails, the table to paste is the expected one
    expect(table).toBe(statesTable());
  });

  it('are recorded as they are passed, each with its cause and time', () => {
    const event = (one: StoredPullRequest): PromotionEvent => ({
      type: 'pullRequestsSeen',
      pullRequests: [one],
    });
    const opened = next(promotion(), event(open), NOW);
    // Another review changes nothing of the state
    const reviewed = next(
      opened,
      event({ ...open, observed: { ...open.observed!, approvedBy: ['bob'] } }),
      LATER,
    );
    const after = next(reviewed, event(merged), LATER);
    expect(
      after.passed.map(({ state, cause, at }) => [state, cause.code, at]),
    ).toEqual([
      ['requested', 'opening', '2026-11-23T05:00:00.000Z'],
      ['pullRequestOpen', 'waitsForReview', NOW],
      ['merged', 'merged', LATER],
    ]);
  });
});
