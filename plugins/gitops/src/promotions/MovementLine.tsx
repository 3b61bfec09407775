import { RiArrowDownSLine, RiTimeLine } from '@remixicon/react';
import {
  gateSentence,
  Promotion,
  Transition,
} from 'backstage-plugin-gitops-common';
import tones from '../deployments/tones.module.css';
import { displayText, displayVersion } from '../text/displayText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './Movement.module.css';
import { promotionLooks } from './promotionLooks';
import { WebLink } from './WebLink';
import { promotionClause, TitleOf } from './wording';

/** What a version waits for that is not promoted yet. */
export function WaitingLine(props: {
  transition: Transition;
  titleOf: TitleOf;
}) {
  const t = useGitopsTranslation();
  const { version, to, state, reason } = props.transition;
  const environment = props.titleOf(to);
  const why =
    state === 'waiting' && reason !== null
      ? displayText(gateSentence(reason, t('language')), { maxLength: 300 })
      : t('movement.byItself');
  return (
    <p className={styles.line}>
      <RiTimeLine aria-hidden size={14} className={styles.icon} />
      <span>
        {version === null
          ? t('movement.ofNothing', { environment })
          : t('movement.ofVersion', {
              version: displayVersion(version),
              environment,
            })}{' '}
        {why}
      </span>
    </p>
  );
}

/**
 * A promotion in a line: what moves, its pull request, its state. On the line between two columns
 * only the pull request's number is visible.
 */
export function PromotionLine(props: {
  promotion: Promotion;
  titleOf: TitleOf;
  now: number;
  isShown: boolean;
  onShow: () => void;
}) {
  const t = useGitopsTranslation();
  const { promotion, now } = props;
  const { Icon, tone } = promotionLooks[promotion.state];
  const names = {
    version: displayVersion(promotion.version),
    environment: props.titleOf(promotion.to),
  };
  const hasRun =
    promotion.state === 'succeeded' || promotion.state === 'failed';
  // Once it has ended in the cluster, its pull request does not matter any more
  const pullRequest = hasRun
    ? undefined
    : promotion.pullRequests.find(({ number }) => number !== null);
  return (
    <p className={styles.line}>
      <Icon aria-hidden size={14} className={`${styles.icon} ${tones[tone]}`} />
      <span>
        <span className={styles.roomy}>
          {t('movement.ofVersion', names)}{' '}
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
        <button
          type="button"
          className={styles.toggle}
          aria-expanded={props.isShown}
          aria-label={t('movement.detailsLabel', names)}
          onClick={props.onShow}
        >
          <span className={styles.roomy}>{t('movement.details')}</span>
          <RiArrowDownSLine aria-hidden size={16} className={styles.onLine} />
        </button>
      </span>
    </p>
  );
}
