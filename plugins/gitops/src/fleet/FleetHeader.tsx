import { FleetEnvironment } from 'backstage-plugin-gitops-common';
import { displayName } from '../text/displayText';
import { numberText } from '../text/formats';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { FleetColumns } from './columns';
import { FleetCounts } from './counts';
import styles from './FleetGrid.module.css';

/** The names of the columns, and how each environment is. */
export function FleetHeader(props: {
  columns: FleetColumns;
  last: FleetEnvironment | undefined;
  counts: FleetCounts;
}) {
  const t = useGitopsTranslation();
  const { columns, counts, last } = props;
  return (
    <div role="rowgroup" className={styles.header}>
      <div role="row" aria-rowindex={1} className={styles.row}>
        <Column
          title={t('fleet.column.service')}
          hint={t('fleet.column.serviceHint')}
        />
        {columns.environments.map(({ name, title, unreadSince }) => {
          const { healthy = 0, total = 0 } =
            counts.environments.get(name) ?? {};
          const count = t('fleet.column.healthy', {
            healthy: numberText(healthy, t),
            total: numberText(total, t),
          });
          return (
            <Column
              key={name}
              title={displayName(title || name)}
              hint={
                unreadSince === null
                  ? count
                  : `${count}, ${t('fleet.column.incomplete')}`
              }
            />
          );
        })}
        {columns.hasAhead && last && (
          <Column
            title={t('fleet.aheadOf', {
              environment: displayName(last.title || last.name),
            })}
            hint={t('fleet.column.aheadHint')}
          />
        )}
      </div>
    </div>
  );
}

function Column({ title, hint }: { title: string; hint: string }) {
  return (
    <div role="columnheader" className={styles.columnHeader} title={hint}>
      <span className={styles.columnTitle}>{title}</span>{' '}
      <span className={styles.columnHint}>{hint}</span>
    </div>
  );
}
