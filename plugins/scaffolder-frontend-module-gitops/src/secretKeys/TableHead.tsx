import { useFieldsTranslation } from '../translations/useFieldsTranslation';
import styles from './SecretKeysField.module.css';

/** What the columns are, to the eye; each input says it itself to everyone else. */
export function TableHead() {
  const t = useFieldsTranslation();
  return (
    <div aria-hidden className={styles.head}>
      <span>{t('secretKeys.name')}</span>
      <span>{t('secretKeys.key')}</span>
      <span>
        {t('secretKeys.property')} ({t('secretKeys.optional')})
      </span>
    </div>
  );
}
