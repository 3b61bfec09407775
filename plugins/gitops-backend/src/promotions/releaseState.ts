import type {
  PromotionState,
  ReleaseState,
} from 'backstage-plugin-gitops-common';

/** Those of promotions that are under way, the one that has come the least far first. */
const underWay: readonly PromotionState[] = [
  'requested',
  'pullRequestOpen',
  'merged',
  'deploying',
];

/** One state for all promotions of a release. Pure. */
export function releaseStateOf(
  states: readonly PromotionState[],
): ReleaseState {
  const has = (state: PromotionState) => states.includes(state);
  if (has('failed')) return 'failed';
  const least = underWay.find(has);
  if (least) return least;
  if (!has('succeeded')) return has('closed') ? 'closed' : 'superseded';
  return states.every(one => one === 'succeeded')
    ? 'succeeded'
    : 'partlySucceeded';
}
