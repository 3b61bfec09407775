import { useFieldsTranslation } from '../translations/useFieldsTranslation';
import styles from './EnvironmentsField.module.css';

/** Says what to configure. */
export function NoEnvironments() {
  const t = useFieldsTranslation();
  return (
    <div className={styles.state}>
      <p className={styles.title}>{t('environments.empty.title')}</p>
      <p className={styles.quiet}>
        {t('environments.empty.text', {
          key: <code>gitops.environments</code>,
        })}
      </p>
    </div>
  );
}
