import { Skeleton, VisuallyHidden } from '@backstage/ui';
import { useFieldsTranslation } from '../translations/useFieldsTranslation';
import styles from './EnvironmentsField.module.css';

/** The shape of the rows before they are known. */
export function EnvironmentsSkeleton() {
  const t = useFieldsTranslation();
  return (
    <>
      <div role="status">
        <VisuallyHidden>{t('environments.loading')}</VisuallyHidden>
      </div>
      <div aria-hidden className={styles.skeleton}>
        {[64, 88, 112].map(width => (
          <div key={width} className={styles.row}>
            <Skeleton width={16} height={16} />
            <Skeleton width={width} height={16} />
          </div>
        ))}
      </div>
    </>
  );
}
