import { DeliveryWeek } from 'backstage-plugin-gitops-common';
import { numberText } from '../text/formats';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './WeekBars.module.css';

const height = 80;
const step = 24;
const barWidth = 16;

/** A bar for each week: what failed stands on what succeeded. The table says the same in words. */
export function WeekBars({ weeks }: { weeks: DeliveryWeek[] }) {
  const t = useGitopsTranslation();
  const highest = Math.max(
    1,
    ...weeks.map(({ succeeded, failed }) => succeeded + failed),
  );
  const heightOf = (count: number) => (count / highest) * height;
  return (
    <div className={styles.chart} aria-hidden>
      <span className={styles.highest}>{numberText(highest, t)}</span>
      <svg
        className={styles.bars}
        viewBox={`0 0 ${weeks.length * step} ${height}`}
        preserveAspectRatio="none"
        height={height}
      >
        {weeks.map(({ start, succeeded, failed, isWhole }, index) => {
          const x = index * step + (step - barWidth) / 2;
          const [good, bad] = [heightOf(succeeded), heightOf(failed)];
          return (
            <g key={start} className={isWhole ? undefined : styles.partial}>
              <rect
                className={styles.succeeded}
                x={x}
                y={height - good}
                width={barWidth}
                height={good}
              />
              <rect
                className={styles.failed}
                x={x}
                y={height - good - bad}
                width={barWidth}
                height={bad}
              />
            </g>
          );
        })}
        <line
          className={styles.ground}
          x1={0}
          x2={weeks.length * step}
          y1={height}
          y2={height}
        />
      </svg>
      <p className={styles.legend}>
        <span className={styles.succeededMark} />{' '}
        {t('metrics.column.succeeded')}
        <span className={styles.failedMark} /> {t('metrics.column.failed')}
      </p>
    </div>
  );
}
