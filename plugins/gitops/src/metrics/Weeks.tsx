import { Card } from '@backstage/ui';
import { DeliveryWeek } from 'backstage-plugin-gitops-common';
import { DataTable } from '../parts/DataTable';
import { dayText, numberText, roughText } from '../text/formats';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './MetricsContent.module.css';
import { WeekBars } from './WeekBars';

/** One row a week, and the same as a picture above it. */
export function Weeks({ weeks }: { weeks: DeliveryWeek[] }) {
  const t = useGitopsTranslation();
  const hasLeadTime = weeks.some(({ leadTime }) => leadTime !== null);
  const columns = [
    'week' as const,
    'succeeded' as const,
    'failed' as const,
    ...(hasLeadTime ? (['leadTime'] as const) : []),
    'restore' as const,
  ];
  const median = (ms: number | null | undefined) =>
    typeof ms === 'number' ? roughText(ms, t) : '–';
  return (
    <Card className={styles.weeks}>
      <h3 className={styles.heading}>{t('metrics.byWeek')}</h3>
      <WeekBars weeks={weeks} />
      <DataTable
        label={t('metrics.byWeek')}
        columns={columns.map(column => t(`metrics.column.${column}`))}
      >
        {[...weeks].reverse().map(week => (
          <tr key={week.start}>
            <th scope="row">
              {dayText(week.start, t)}
              {!week.isWhole && (
                <span className={styles.quiet}> {t('metrics.partial')}</span>
              )}
            </th>
            <td>{numberText(week.succeeded, t)}</td>
            <td>{numberText(week.failed, t)}</td>
            {hasLeadTime && <td>{median(week.leadTime?.medianMs)}</td>}
            <td>{median(week.restore.medianMs)}</td>
          </tr>
        ))}
      </DataTable>
    </Card>
  );
}
