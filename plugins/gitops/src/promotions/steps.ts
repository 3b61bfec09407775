import { Promotion, PromotionWave } from 'backstage-plugin-gitops-common';
import { agoText, durationText, roughText } from '../text/formats';
import { Translate } from '../translations/useGitopsTranslation';

type Look = 'done' | 'current' | 'waiting' | 'failed' | 'closed' | 'toCome';

/** One of the four steps of a promotion. */
export interface Step {
  name:
    | 'pullRequest'
    | 'merged'
    | 'deploying'
    | 'deployed'
    | 'succeeded'
    | 'failed'
    | 'closed'
    | 'superseded';
  look: Look;
  /** Where the promotion stands */
  isCurrent: boolean;
  /** When, or for how long; empty where nothing is to be said */
  time: string;
}

/** The step that a promotion stands at, from 0 */
const reachedBy = {
  requested: 0,
  pullRequestOpen: 0,
  merged: 1,
  deploying: 2,
  succeeded: 3,
};

/**
 * Pull request, merged, deploying, succeeded: how far a promotion has come, also where it went no
 * further.
 */
export function stepsOf(
  promotion: Promotion,
  now: number,
  t: Translate,
): Step[] {
  const { state, requestedAt, openedAt, mergedAt, deployingAt, endedAt } =
    promotion;
  const isEndedEarly =
    state === 'failed' || state === 'closed' || state === 'superseded';
  const reached = isEndedEarly ? reachedBefore(promotion) : reachedBy[state];
  const step = (
    index: number,
    name: Step['name'],
    doneTime: string,
    currentTime: string,
    currentLook: Look = 'current',
  ): Step => {
    if (index > reached)
      return { name, look: 'toCome', isCurrent: false, time: '' };
    if (index < reached)
      return { name, look: 'done', isCurrent: false, time: doneTime };
    if (isEndedEarly) {
      const look = state === 'failed' ? 'failed' : 'closed';
      return index === 0
        ? {
            name,
            look,
            isCurrent: true,
            time: t(`tracker.ended.${state}`, { ago: ago(endedAt, now, t) }),
          }
        : {
            name: state,
            look,
            isCurrent: true,
            time: spanText('tracker.failedAfter', deployingAt, endedAt, t),
          };
    }
    return { name, look: currentLook, isCurrent: true, time: currentTime };
  };
  const nowIso = new Date(now).toISOString();
  return [
    step(
      0,
      'pullRequest',
      spanText('tracker.took', openedAt ?? requestedAt, mergedAt, t),
      openedAt === null
        ? t('tracker.opening')
        : spanText('tracker.openFor', openedAt, nowIso, t),
    ),
    step(1, 'merged', ago(mergedAt, now, t), ago(mergedAt, now, t), 'waiting'),
    step(
      2,
      reached > 2 ? 'deployed' : 'deploying',
      spanText('tracker.deployedIn', deployingAt, endedAt, t),
      spanText('tracker.runningFor', deployingAt, nowIso, t),
    ),
    step(3, 'succeeded', '', ago(endedAt, now, t), 'done'),
  ];
}

function reachedBefore({ mergedAt }: Promotion): number {
  return mergedAt === null ? 0 : 2;
}

function ago(iso: string | null, now: number, t: Translate): string {
  return iso === null ? '' : agoText(iso, now, t);
}

function spanText(
  key:
    | 'tracker.took'
    | 'tracker.openFor'
    | 'tracker.runningFor'
    | 'tracker.deployedIn'
    | 'tracker.failedAfter',
  from: string | null,
  to: string | null,
  t: Translate,
): string {
  // The duration of a review is not shown in seconds
  const isLong = key === 'tracker.openFor' || key === 'tracker.took';
  const ms =
    from === null || to === null ? NaN : Date.parse(to) - Date.parse(from);
  return Number.isNaN(ms)
    ? ''
    : t(key, { duration: isLong ? roughText(ms, t) : durationText(ms, t) });
}

/** While something is deployed, and after it failed, what the operation did is of interest. */
export function shownWaves({ state, waves }: Promotion): PromotionWave[] {
  return state === 'deploying' || state === 'failed' ? waves : [];
}
