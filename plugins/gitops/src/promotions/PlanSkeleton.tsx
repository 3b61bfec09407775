import { Skeleton, VisuallyHidden } from '@backstage/ui';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './PlanDialog.module.css';

/** The dialog's shape before its content. */
export function PlanSkeleton() {
  const t = useGitopsTranslation();
  return (
    <div className={styles.skeleton}>
      <div role="status">
        <VisuallyHidden>{t('promote.loading')}</VisuallyHidden>
      </div>
      <div aria-hidden>
        <div className={styles.skeletonHeader}>
          <Skeleton width="70%" height={64} />
          <Skeleton width="70%" height={64} />
        </div>
        {[220, 260, 200, 280].map((width, index) => (
          <div key={index} className={styles.skeletonGate}>
            <Skeleton width={16} height={16} rounded />
            <Skeleton width={96} height={14} />
            <Skeleton width={width} height={14} />
          </div>
        ))}
        <Skeleton className={styles.skeletonDiff} width="100%" height={148} />
      </div>
    </div>
  );
}
