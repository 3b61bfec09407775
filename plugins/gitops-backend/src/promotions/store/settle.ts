import {
  hasEnded,
  isBeingDeployed,
  StoredPromotion,
  StoredPullRequest,
} from '../StoredPromotion';

/**
 * What a promotion's pull requests make of it, before anything is deployed. Answers the promotion itself where they change nothing. Pure.
 *
 * @param now - ISO 8601
 */
export function settle(
  promotion: StoredPromotion,
  pullRequests: readonly StoredPullRequest[],
  now: string,
): StoredPromotion {
  const { state, version, to } = promotion;
  const wasReopened = state === 'closed' || state === 'superseded';
  if (isBeingDeployed(state) || promotion.mergedAt) return promotion;
  if (hasEnded(state) && !wasReopened) return promotion;
  const are = (...states: StoredPullRequest['state'][]) =>
    pullRequests.every(one => states.includes(one.state));
  const find = (wanted: StoredPullRequest['state']) =>
    pullRequests.find(one => one.state === wanted);
  const openedAt =
    promotion.openedAt ?? latest(pullRequests.map(one => one.openedAt));
  const problem = pullRequests.find(one => one.problem)?.problem;

  if (are('merged')) {
    const mergedAt = latest(pullRequests.map(one => one.endedAt)) ?? now;
    return {
      ...promotion,
      state: 'merged',
      openedAt,
      mergedAt,
      endedAt: undefined,
      problem: undefined,
      sentence: `${namesOf(pullRequests)} merged${byWhom(
        pullRequests,
      )}. Argo CD has not picked it up yet.`,
    };
  }
  const failed = find('failed');
  if (failed) {
    return end(promotion, 'failed', now, {
      problem: undefined,
      sentence: `${
        failed.problem ?? 'The pull request could not be opened.'
      } ${whatStays(promotion, pullRequests)}`,
    });
  }
  const closed = find('closed');
  if (closed) {
    if (wasReopened) return promotion;
    if (promotion.supersededBy)
      return end(promotion, 'superseded', now, {
        openedAt,
        problem: undefined,
        sentence: `${namesOf([
          closed,
        ])} closed: a promotion to another version was requested after it.`,
      });
    return end(promotion, 'closed', now, {
      openedAt,
      problem: undefined,
      sentence: `${namesOf([closed])} closed${byWhom([
        closed,
      ])} without merging. ${whatStays(promotion, pullRequests)}`,
    });
  }
  if (are('open', 'merged')) {
    return {
      ...promotion,
      state: 'pullRequestOpen',
      openedAt,
      endedAt: undefined,
      problem,
      sentence: waitingSentence(pullRequests),
    };
  }
  return {
    ...promotion,
    state: 'requested',
    problem,
    sentence: `${version} to ${to} is requested; the pull request is being opened.`,
  };
}

/**
 * A promotion that is being deployed when another takes its place. Pure.
 *
 * @param now - ISO 8601
 */
export function overtaken(
  promotion: StoredPromotion,
  by: StoredPromotion,
  now: string,
): StoredPromotion {
  const what =
    by.rollsBack === promotion.id
      ? `It is rolled back to ${by.version}`
      : `A ${by.kind} to ${by.version} takes its place`;
  return {
    ...promotion,
    state: 'superseded',
    supersededBy: by.id,
    endedAt: now,
    problem: undefined,
    waves: [],
    attempts: 0,
    sentence: `${what} before ${promotion.version} was seen to arrive in ${promotion.to}: it is not followed any more.`,
  };
}

function end(
  promotion: StoredPromotion,
  state: StoredPromotion['state'],
  now: string,
  rest: Partial<StoredPromotion>,
): StoredPromotion {
  return { ...promotion, ...rest, state, endedAt: promotion.endedAt ?? now };
}

/** Of several pull requests some may have been merged before another was closed. */
function whatStays(
  { to, previous }: StoredPromotion,
  pullRequests: readonly StoredPullRequest[],
): string {
  const merged = pullRequests.filter(one => one.state === 'merged');
  return merged.length > 0
    ? `${namesOf(merged)} merged all the same: a part of the change is in Git.`
    : `Nothing changed; ${to} stays at ${previous}.`;
}

function waitingSentence(pullRequests: readonly StoredPullRequest[]): string {
  const open = pullRequests.filter(one => one.state === 'open');
  const checks = open.flatMap(({ observed }) => observed?.checks ?? []);
  const failed = checks.reduce((sum, one) => sum + one.failed, 0);
  const pending = checks.reduce((sum, one) => sum + one.pending, 0);
  const passed = checks.reduce((sum, one) => sum + one.passed, 0);
  const approvals = open.flatMap(({ observed }) => observed?.approvedBy ?? []);
  const waits = approvals.length > 0 ? 'to be merged' : 'for a review';
  const sentences = [`${namesOf(open, false)} waits ${waits}.`];
  if (approvals.length > 0)
    sentences.push(`Approved by ${[...new Set(approvals)].join(', ')}.`);
  const all = failed + pending + passed;
  if (failed > 0) sentences.push(`${failed} of ${all} checks failed.`);
  else if (pending > 0) sentences.push(`${pending} of ${all} checks run.`);
  else if (passed > 0) sentences.push(`${passed} of ${all} checks passed.`);
  if (open.some(({ head, observed }) => observed && observed.head !== head))
    sentences.push(
      'Its branch was changed after it was opened: it holds more than was planned.',
    );
  if (open.some(({ observed }) => observed?.isMergeable === false))
    sentences.push('It conflicts with the branch that it goes to.');
  return sentences.join(' ');
}

function namesOf(
  pullRequests: readonly StoredPullRequest[],
  withVerb = true,
): string {
  const names = pullRequests.map(({ repository, number }) =>
    number === undefined ? repository : `${repository} #${number}`,
  );
  const was = names.length > 1 ? ' were' : ' was';
  return `${names.join(' and ')}${withVerb ? was : ''}`;
}

function byWhom(pullRequests: readonly StoredPullRequest[]): string {
  const names = [
    ...new Set(pullRequests.flatMap(({ endedBy }) => endedBy ?? [])),
  ];
  return names.length > 0 ? ` by ${names.join(' and ')}` : '';
}

function latest(times: readonly (string | undefined)[]): string | undefined {
  return times
    .flatMap(time => time ?? [])
    .sort()
    .at(-1);
}
