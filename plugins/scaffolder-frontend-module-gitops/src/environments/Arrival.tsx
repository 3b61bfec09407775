import { RiErrorWarningLine } from '@remixicon/react';
import { Environment } from 'backstage-plugin-gitops-common';
import { useFieldsTranslation } from '../translations/useFieldsTranslation';
import styles from './EnvironmentsField.module.css';

/**
 * How a version arrives in an environment. A name that is set without being configured has no way
 * of arrival.
 */
export function Arrival({
  environment,
}: {
  environment: Pick<Environment, 'name'> & Partial<Environment>;
}) {
  const t = useFieldsTranslation();
  const { promotion } = environment;
  if (promotion === undefined)
    return (
      <span className={styles.notice}>
        <RiErrorWarningLine aria-hidden size={16} />
        {t('environments.notConfigured')}
      </span>
    );
  return <>{t(`environments.arrival.${promotion ?? 'pullRequest'}`)}</>;
}
