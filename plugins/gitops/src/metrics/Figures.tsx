import { Card } from '@backstage/ui';
import {
  DeliveryMetrics,
  DurationMetric,
} from 'backstage-plugin-gitops-common';
import { displayName } from '../text/displayText';
import { listText, numberText, percentText, roughText } from '../text/formats';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './MetricsContent.module.css';

/** The four figures, each with its definition and what it is made of. */
export function Figures({ metrics }: { metrics: DeliveryMetrics }) {
  const t = useGitopsTranslation();
  const { frequency, leadTime, failures, restore } = metrics;
  const environment = displayName(metrics.environment);
  const duration = ({ medianMs, p90Ms }: DurationMetric) => ({
    value: medianMs === null ? null : roughText(medianMs, t),
    p90: p90Ms === null ? null : roughText(p90Ms, t),
  });
  return (
    <ul className={styles.figures} aria-label={t('metrics.figures')}>
      <Figure
        title={t('metrics.frequency.title')}
        value={
          frequency.median === null ? null : numberText(frequency.median, t)
        }
        p90={frequency.p90 === null ? null : numberText(frequency.p90, t)}
        made={[
          t('metrics.frequency.made', { count: frequency.n }),
          t('metrics.frequency.weeks', { count: frequency.weeks }),
        ]}
        definition={t('metrics.frequency.definition')}
      />
      {leadTime && (
        <Figure
          title={t('metrics.leadTime.title')}
          {...duration(leadTime)}
          made={[t('metrics.leadTime.made', { count: leadTime.n })]}
          definition={t('metrics.leadTime.definition', {
            first: listText(leadTime.from.map(displayName), t),
            environment,
          })}
        />
      )}
      <Figure
        title={t('metrics.failures.title')}
        value={failures.rate === null ? null : percentText(failures.rate, t)}
        made={[
          t('metrics.failures.made', {
            count: failures.n,
            failed: numberText(failures.failed, t),
          }),
          ...(failures.unknown > 0
            ? [t('metrics.failures.unknown', { count: failures.unknown })]
            : []),
        ]}
        definition={t('metrics.failures.definition')}
      />
      <Figure
        title={t('metrics.restore.title')}
        {...duration(restore)}
        made={[
          t('metrics.restore.made', { count: restore.n }),
          ...(restore.open > 0
            ? [t('metrics.restore.open', { count: restore.open })]
            : []),
        ]}
        definition={t('metrics.restore.definition')}
      />
    </ul>
  );
}

function Figure(props: {
  title: string;
  /** Null where there is too little to say */
  value: string | null;
  p90?: string | null;
  made: string[];
  definition: string;
}) {
  const t = useGitopsTranslation();
  const { title, value, p90, made } = props;
  return (
    <li>
      <Card className={styles.figure} aria-label={title}>
        <h3 className={styles.figureTitle}>{title}</h3>
        <p className={styles.value}>
          {value ?? '–'}
          {value === null && (
            <span className={styles.quiet}> {t('metrics.tooFew')}</span>
          )}
          {p90 && (
            <span className={styles.quiet}>
              {' '}
              {t('metrics.p90', { value: p90 })}
            </span>
          )}
        </p>
        {made.map(sentence => (
          <p key={sentence} className={styles.made}>
            {sentence}
          </p>
        ))}
        <p className={styles.definition}>{props.definition}</p>
      </Card>
    </li>
  );
}
