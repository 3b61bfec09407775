import {
  DeploymentResult,
  FinishedDeployment,
  PromotionItem,
  reasonOf,
} from 'backstage-plugin-gitops-common';
import { WebLink } from '../parts/WebLink';
import { pullRequestName } from '../promotions/wording';
import { LookIcon } from '../status/LookIcon';
import { Look, looks } from '../status/looks';
import { requesterName } from '../status/requested';
import { displayName, displayText, displayVersion } from '../text/displayText';
import { clockTime, durationText, fullTime } from '../text/formats';
import {
  Translate,
  useGitopsTranslation,
} from '../translations/useGitopsTranslation';
import styles from './HistoryPart.module.css';

const resultLooks: Record<DeploymentResult, Look> = {
  succeeded: looks.deployment.healthy,
  failed: looks.deployment.failed,
  unknown: looks.wave.notReached,
};

/** One finished deployment, with the promotion that is known to have brought it. */
export function HistoryRow(props: {
  deployment: FinishedDeployment;
  promotion: PromotionItem | undefined;
}) {
  const t = useGitopsTranslation();
  const { deployment, promotion } = props;
  const { version, result, startedAt, finishedAt, cause } = deployment;
  const why = reasonOf({ cause, remarks: [] }, t('language'));
  return (
    <tr>
      <th scope="row">
        <strong>
          {version === null
            ? t('deploymentHistory.unknown')
            : displayVersion(version)}
        </strong>
        <div className={styles.quiet}>{displayName(deployment.name)}</div>
      </th>
      <td>{whoText(deployment, promotion, t)}</td>
      <td className={styles.quiet}>
        <time dateTime={startedAt} title={fullTime(startedAt, t)}>
          {clockTime(startedAt, Date.now(), t)}
        </time>
      </td>
      <td className={styles.quiet}>
        {durationText(Date.parse(finishedAt) - Date.parse(startedAt), t)}
      </td>
      <td>
        <span className={styles.result}>
          <LookIcon look={resultLooks[result]} />
          {t(`deploymentHistory.results.${result}`)}
        </span>
        {why && (
          <p className={styles.why}>{displayText(why, { maxLength: 300 })}</p>
        )}
      </td>
      <td>
        <span className={styles.links}>
          {promotion?.pullRequests.map(pullRequest => (
            <WebLink
              key={pullRequest.repository}
              url={pullRequest.url ?? null}
              label={t('tracker.newTab', {
                name: pullRequestName(pullRequest),
              })}
            >
              {pullRequestName(pullRequest)}
            </WebLink>
          ))}
          {deployment.revisions.map((revision, index) => (
            <code key={index} title={revision}>
              {displayVersion(revision)}
            </code>
          ))}
        </span>
      </td>
    </tr>
  );
}

function whoText(
  { startedBy, isAutomated, promotion: id }: FinishedDeployment,
  promotion: PromotionItem | undefined,
  t: Translate,
): string {
  if (promotion)
    return promotion.automatic
      ? requesterName(promotion, t)
      : t('deploymentHistory.promotion', { name: requesterName(promotion, t) });
  if (id !== null) return t('deploymentHistory.promotionUnknown');
  if (startedBy !== null) return displayName(startedBy);
  return t(
    isAutomated ? 'deploymentHistory.automatic' : 'deploymentHistory.unknown',
  );
}
