import { Promotion, Transition } from 'backstage-plugin-gitops-common';
import { TitleOf } from '../status/wording';
import { displayName, displayVersion } from '../text/displayText';
import { agoText } from '../text/formats';
import { Translate } from '../translations/useGitopsTranslation';

/** `platform/gitops #431` */
export function pullRequestName(pullRequest: {
  repository: string;
  number?: number | null;
}): string {
  const { repository, number } = pullRequest;
  const name = displayName(repository);
  return typeof number === 'number' ? `${name} #${number}` : name;
}

/** `1.9.0 to production:`, with the environment that it comes from where that must be said. */
export function movedText(
  moved: { version: string; to: string; source?: string },
  titleOf: TitleOf,
  t: Translate,
): string {
  const version = displayVersion(moved.version);
  const environment = titleOf(moved.to);
  return moved.source === undefined
    ? t('movement.ofVersion', { version, environment })
    : t('movement.ofVersionFrom', {
        version,
        environment,
        source: titleOf(moved.source),
      });
}

/** How it is with a promotion, to follow its name or that of its pull request. */
export function promotionClause(
  promotion: Promotion,
  now: number,
  t: Translate,
): string {
  const { state, pullRequests, endedAt } = promotion;
  if (state === 'pullRequestOpen') {
    if (pullRequests.some(({ checks }) => checks && checks.failed > 0))
      return t('movement.checksFailed');
    if (pullRequests.every(({ approvedBy }) => approvedBy.length > 0))
      return t('movement.approved');
    return t('movement.pullRequestOpen');
  }
  const ago = endedAt === null ? '' : agoText(endedAt, now, t);
  return t(`movement.${state}`, { ago }).trim();
}

/** Those under way, and those that ended last. */
export function promotionsOf(transitions: Transition[]): Promotion[] {
  return transitions.flatMap(({ promotion, last }) => promotion ?? last ?? []);
}

/** What an announcement says about a promotion. */
type Listed = Pick<Promotion, 'id' | 'version' | 'to' | 'state'>;

/** Which promotions are new or have come further: a sentence each. */
export function promotionChanges(
  before: Listed[],
  after: Listed[],
  titleOf: TitleOf,
  t: Translate,
): string {
  const old = new Map(before.map(({ id, state }) => [id, state]));
  return after
    .filter(({ id, state }) => old.get(id) !== state)
    .map(({ version, to, state }) =>
      t('movement.change', {
        version: displayVersion(version),
        environment: titleOf(to),
        state: t(`promotionState.${state}`),
      }),
    )
    .join(' ');
}
