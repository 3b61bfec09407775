import { RiArrowDownSLine } from '@remixicon/react';
import { Promotion } from 'backstage-plugin-gitops-common';
import { Line } from '../parts/Line';
import { TextButton } from '../parts/TextButton';
import { WebLink } from '../parts/WebLink';
import { movedText, promotionClause } from '../promotions/wording';
import { LookIcon } from '../status/LookIcon';
import { looks } from '../status/looks';
import { TitleOf } from '../status/wording';
import { displayVersion } from '../text/displayText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './TransitionLine.module.css';

/**
 * A promotion in a line: what moves, its pull request, its state. On the line between two columns
 * only the pull request's number is visible.
 */
export function PromotionLine(props: {
  promotion: Promotion;
  /** Where it comes from, if that must be said */
  source?: string;
  titleOf: TitleOf;
  now: number;
  shown: string | null;
  panelId: string;
  onShow: (promotion: string | null) => void;
}) {
  const t = useGitopsTranslation();
  const { promotion, now } = props;
  const { id, state } = promotion;
  const isShown = props.shown === id;
  const names = {
    version: displayVersion(promotion.version),
    environment: props.titleOf(promotion.to),
  };
  // Once it has ended in the cluster, its pull request does not matter any more
  const pullRequest =
    state === 'succeeded' || state === 'failed'
      ? undefined
      : promotion.pullRequests.find(({ number }) => number !== null);
  return (
    <Line icon={<LookIcon look={looks.promotion[state]} size={14} />}>
      <span className={styles.roomy}>
        {movedText({ ...promotion, source: props.source }, props.titleOf, t)}{' '}
        {pullRequest && `${t('movement.pullRequest')} `}
      </span>
      {pullRequest && (
        <WebLink
          url={pullRequest.url}
          label={t('movement.pullRequestLabel', {
            number: `#${pullRequest.number}`,
            repository: pullRequest.repository,
          })}
        >
          #{pullRequest.number}
        </WebLink>
      )}
      <span className={styles.roomy}>
        {' '}
        {promotionClause(promotion, now, t)}
      </span>{' '}
      <TextButton
        aria-expanded={isShown}
        aria-controls={isShown ? props.panelId : undefined}
        aria-label={t('movement.detailsLabel', names)}
        onClick={() => props.onShow(isShown ? null : id)}
      >
        <span className={styles.roomy}>{t('movement.details')}</span>
        <RiArrowDownSLine aria-hidden size={16} className={styles.onLine} />
      </TextButton>
    </Line>
  );
}
