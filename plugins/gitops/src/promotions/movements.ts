import { Promotion, Transition } from 'backstage-plugin-gitops-common';
import { Movements } from './useMovements';

const usefulMs = 60 * 60_000;

/** What a transition shows besides itself. */
export interface Movement {
  transition: Transition;
  /** The promotion that ended last, for as long as someone may look for it; null otherwise */
  ended: Promotion | null;
}

export function isEnded({ state }: Promotion): boolean {
  return ['succeeded', 'failed', 'closed', 'superseded'].includes(state);
}

export function movementsOf(
  { transitions, promotions }: Movements,
  now: number,
): Movement[] {
  return transitions.map(transition => {
    const newest = promotions.find(({ to }) => to === transition.to);
    const isShown =
      newest &&
      transition.promotion === null &&
      isWorthShowing(newest, now) &&
      ownerOf(newest, transitions) === transition;
    return { transition, ended: isShown ? newest : null };
  });
}

/** Where a version comes from several environments, that which this came from; a rollback comes from none of them. */
function ownerOf(
  { from, to }: Promotion,
  transitions: Transition[],
): Transition | undefined {
  const into = transitions.filter(transition => transition.to === to);
  return into.find(transition => transition.from === from) ?? into[0];
}

/** A failure until something newer takes its place, every other end for an hour. */
function isWorthShowing(promotion: Promotion, now: number): boolean {
  if (promotion.state === 'failed') return true;
  if (!isEnded(promotion) || promotion.endedAt === null) return false;
  return now - Date.parse(promotion.endedAt) < usefulMs;
}
