import { Skeleton, VisuallyHidden } from '@backstage/ui';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './FleetContent.module.css';

const rows = [92, 76, 88, 64, 104, 72, 96, 60, 84, 100, 68, 80];

/** The page's shape before its content. */
export function FleetSkeleton() {
  const t = useGitopsTranslation();
  return (
    <>
      <div role="status">
        <VisuallyHidden>{t('fleet.loading')}</VisuallyHidden>
      </div>
      <div aria-hidden>
        <Skeleton height={84} className={styles.notice} />
        <div className={styles.skeleton}>
          {rows.map((width, index) => (
            <div key={index} className={styles.skeletonRow}>
              <Skeleton width={width} height={12} />
              {rows.slice(0, 5).map(cell => (
                <Skeleton key={cell} width={56} height={12} />
              ))}
            </div>
          ))}
        </div>
      </div>
    </>
  );
}
