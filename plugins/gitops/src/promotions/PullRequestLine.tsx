import {
  automaticRequester,
  PromotionPullRequest,
} from 'backstage-plugin-gitops-common';
import { LookIcon } from '../status/LookIcon';
import { looks } from '../status/looks';
import { displayName, displayVersion } from '../text/displayText';
import { listText } from '../text/formats';
import {
  Translate,
  useGitopsTranslation,
} from '../translations/useGitopsTranslation';
import styles from './PromotionTracker.module.css';
import { WebLink } from '../parts/WebLink';
import { pullRequestName } from './wording';

/** A pull request, and what its host says of it. */
export function PullRequestLine({
  pullRequest,
}: {
  pullRequest: PromotionPullRequest;
}) {
  const t = useGitopsTranslation();
  const name = pullRequestName(pullRequest);
  const facts = factsOf(pullRequest, t);
  return (
    <p className={styles.pullRequest}>
      <LookIcon look={looks.pullRequest[pullRequest.state]} size={14} />
      <span>
        <WebLink url={pullRequest.url} label={t('tracker.newTab', { name })}>
          {name}
        </WebLink>
        {facts.length > 0 && ` ${facts.join(', ')}`}
      </span>
    </p>
  );
}

function factsOf(
  {
    state,
    number,
    checks,
    approvedBy,
    endedBy,
    mergeCommit,
    others,
  }: PromotionPullRequest,
  t: Translate,
): string[] {
  const facts: (string | false)[] = [];
  if (state === 'merged') {
    facts.push(mergedText(endedBy, mergeCommit, t));
  } else if (state === 'closed') {
    facts.push(
      endedBy !== null && t('tracker.closedBy', { name: displayName(endedBy) }),
    );
  } else {
    facts.push(number === null && t('tracker.notOpened'));
    facts.push(checks !== null && checksText(checks, t));
    facts.push(
      approvedBy.length > 0 &&
        t('tracker.approvedBy', {
          names: listText(approvedBy.map(displayName), t),
        }),
    );
  }
  facts.push(others > 0 && t('tracker.others', { count: others }));
  return facts.filter((fact): fact is string => Boolean(fact));
}

function mergedText(
  by: string | null,
  mergeCommit: string | null,
  t: Translate,
): string | false {
  const name = by === null ? '' : displayName(by);
  const commit = mergeCommit === null ? null : displayVersion(mergeCommit);
  if (by === automaticRequester)
    return commit === null
      ? t('tracker.mergedAutomatically')
      : t('tracker.mergedAutomaticallyAs', { commit });
  if (commit === null) return by !== null && t('tracker.mergedBy', { name });
  return by === null
    ? t('tracker.merged', { commit })
    : t('tracker.mergedByAs', { name, commit });
}

function checksText(
  { passed, failed, pending }: NonNullable<PromotionPullRequest['checks']>,
  t: Translate,
): string | false {
  const total = String(passed + failed + pending);
  if (total === '0') return false;
  return failed > 0
    ? t('tracker.checksFailed', { failed: String(failed), total })
    : t('tracker.checksPassed', { passed: String(passed), total });
}
