import { Skeleton, VisuallyHidden } from '@backstage/ui';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './DeploymentsSkeleton.module.css';

const rows = [
  [32, 64],
  [32, 104],
  [54, 64],
  [60, 64],
  [76, 104],
];

/** The card's shape before its content: as many environments as most have. */
export function DeploymentsSkeleton() {
  const t = useGitopsTranslation();
  return (
    <div className={styles.container}>
      <div role="status">
        <VisuallyHidden>{t('card.loading')}</VisuallyHidden>
      </div>
      <div className={styles.rows} aria-hidden>
        {rows.map(([name, version], index) => (
          <div key={index} className={styles.row}>
            <Skeleton width={16} height={16} rounded />
            <Skeleton className={styles.name} width={name} height={14} />
            <Skeleton className={styles.state} width={60} height={14} />
            <Skeleton className={styles.version} width={version} height={14} />
            <Skeleton className={styles.since} width={40} height={14} />
          </div>
        ))}
      </div>
    </div>
  );
}
