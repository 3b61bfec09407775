import { Card } from '@backstage/ui';
import { Freeze, Freezes } from 'backstage-plugin-gitops-common';
import { LoadFailure } from '../live/LoadFailure';
import { Refreshable } from '../live/useLive';
import { DataTable } from '../parts/DataTable';
import { displayName, displayText } from '../text/displayText';
import { clockTime } from '../text/formats';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './AllFreezesContent.module.css';
import { scopeText } from './wording';

const columns = ['scope', 'reason', 'by', 'from', 'ended'] as const;

/** The last freezes that are over; nothing while there is none. */
export function EndedFreezes({
  live,
  now,
}: {
  live: Refreshable<Freezes>;
  now: number;
}) {
  const t = useGitopsTranslation();
  if (live.status === 'loading') return null;
  const freezes = live.status === 'data' ? live.data.items : [];
  if (freezes.length === 0 && !live.failure) return null;
  return (
    <Card className={styles.card}>
      <h3 className={styles.heading}>{t('freezes.over')}</h3>
      {live.failure && (
        <LoadFailure
          title={t('freezes.errorTitle')}
          failure={live.failure}
          onRetry={live.refresh}
        />
      )}
      {freezes.length > 0 && (
        <DataTable
          label={t('freezes.over')}
          columns={columns.map(column => t(`freezes.column.${column}`))}
        >
          {freezes.map(freeze => (
            <EndedFreeze key={freeze.id} freeze={freeze} now={now} />
          ))}
        </DataTable>
      )}
    </Card>
  );
}

function EndedFreeze({ freeze, now }: { freeze: Freeze; now: number }) {
  const t = useGitopsTranslation();
  const { createdBy, endedBy, from, until } = freeze;
  const end = freeze.endedAt ?? until;
  return (
    <tr>
      <td>{scopeText(freeze, t)}</td>
      <td>{displayText(freeze.reason, { maxLength: 500 })}</td>
      <td>{displayName(createdBy.name)}</td>
      <td>{clockTime(from, now, t)}</td>
      <td>
        {end !== null && clockTime(end, now, t)}
        {endedBy !== null && (
          <span className={styles.quiet}> {displayName(endedBy.name)}</span>
        )}
      </td>
    </tr>
  );
}
