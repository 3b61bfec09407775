import { RiArrowRightLine, RiCheckboxCircleLine } from '@remixicon/react';
import { VisuallyHidden } from '@backstage/ui';
import { PromotionPlan } from 'backstage-plugin-gitops-common';
import { ChangesInVersion } from '../changes/ChangesInVersion';
import tones from '../status/tones.module.css';
import { displayName, displayVersion } from '../text/displayText';
import { agoText, durationText } from '../text/formats';
import { Version } from '../status/Version';
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
            {plan.seen.isRunning && plan.seen.healthyForMs !== null && (
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
          <Health seen={plan.seen} />
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
            <Version deployment={plan.target} />
          </span>
          <Arrow />
          <span className={styles.strong} title={displayName(plan.version)}>
            {displayVersion(plan.version)}
          </span>
        </div>
        {isRollback && <Health seen={plan.seen} />}
        <ChangesInVersion
          service={plan.service}
          environment={plan.to}
          from={plan.target.versions.length === 1 ? plan.target.running : null}
          to={plan.version}
        />
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

/** `healthy for 2 d 4 h`; of one that was replaced `was healthy for 2 d, replaced 3 h ago` */
function Health({ seen }: { seen: PromotionPlan['seen'] }) {
  const t = useGitopsTranslation();
  const { isRunning, healthyForMs, until } = seen;
  const duration = healthyForMs === null ? null : durationText(healthyForMs, t);
  const parts = [
    duration === null
      ? t('promote.healthUnknown')
      : t(isRunning ? 'promote.healthyFor' : 'promote.wasHealthyFor', {
          duration,
        }),
    until !== null &&
      t('promote.replaced', { ago: agoText(until, Date.now(), t) }),
  ];
  return <p className={styles.small}>{parts.filter(Boolean).join(', ')}</p>;
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
