import { RiArrowRightLine, RiCheckboxCircleLine } from '@remixicon/react';
import { VisuallyHidden } from '@backstage/ui';
import { PromotionPlan } from 'backstage-plugin-gitops-common';
import tones from '../status/tones.module.css';
import { displayName, displayVersion } from '../text/displayText';
import { durationText, fullTime } from '../text/formats';
import { TitleOf } from '../status/wording';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './PlanHeader.module.css';

/** What moves from where to where. */
export function PlanHeader(props: { plan: PromotionPlan; titleOf: TitleOf }) {
  const t = useGitopsTranslation();
  const { plan } = props;
  const isRollback = plan.kind === 'rollback';
  return (
    <div className={styles.header}>
      {!isRollback && (
        <div className={styles.side}>
          <p className={styles.small}>
            {t('promote.from', { environment: props.titleOf(plan.from) })}
          </p>
          <div className={styles.versions}>
            {plan.healthySince !== null && (
              <RiCheckboxCircleLine
                aria-hidden
                size={16}
                className={tones.positive}
              />
            )}
            <span className={styles.strong} title={displayName(plan.version)}>
              {displayVersion(plan.version)}
            </span>
          </div>
          <HealthySince since={plan.healthySince} />
        </div>
      )}
      <div className={styles.side}>
        <p className={styles.small}>
          {t(isRollback ? 'promote.in' : 'promote.to', {
            environment: props.titleOf(plan.to),
          })}
        </p>
        <div className={styles.versions}>
          <span className={styles.quiet}>
            {plan.running === null
              ? t('version.notReported')
              : displayVersion(plan.running)}
          </span>
          <Arrow />
          <span className={styles.strong} title={displayName(plan.version)}>
            {displayVersion(plan.version)}
          </span>
        </div>
        {plan.versions.length > 1 &&
          plan.versions.map(({ name, from, to }) => (
            <div key={name} className={styles.small}>
              {displayName(name)} {displayVersion(from)} <Arrow />{' '}
              {displayVersion(to)}
            </div>
          ))}
      </div>
    </div>
  );
}

function HealthySince({ since }: { since: string | null }) {
  const t = useGitopsTranslation();
  if (since === null)
    return <p className={styles.small}>{t('promote.healthUnknown')}</p>;
  const duration = durationText(Date.now() - Date.parse(since), t);
  return (
    <p className={styles.small}>
      <time
        dateTime={since}
        title={t('time.since', { time: fullTime(since, t) })}
      >
        {t('promote.healthyFor', { duration })}
      </time>
    </p>
  );
}

function Arrow() {
  const t = useGitopsTranslation();
  return (
    <>
      <RiArrowRightLine aria-hidden size={14} className={styles.arrow} />
      <VisuallyHidden>{t('promote.becomes')}</VisuallyHidden>
    </>
  );
}
