import { parseEntityRef } from '@backstage/catalog-model';
import {
  gitopsAnnotations,
  ServiceDeployments,
} from 'backstage-plugin-gitops-common';
import { displayName } from '../text/displayText';
import { listText } from '../text/formats';
import { Snippet } from '../parts/Snippet';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './EmptyDeployments.module.css';

/**
 * Nothing was found: says what was looked for, where, and how to have something else looked for. An
 * account in Argo CD may see only some projects and is told nothing of the others, so this never
 * says that there is no Application.
 */
export function EmptyDeployments({
  deployments,
}: {
  deployments: ServiceDeployments;
}) {
  const t = useGitopsTranslation();
  const { name } = parseEntityRef(deployments.service);
  const snippet = `metadata:\n  annotations:\n    ${gitopsAnnotations.appSelector}: app=${name}`;
  const instances = listText(
    deployments.instances.map(instance => displayName(instance.name)),
    t,
  );
  if (deployments.instances.length === 0) {
    return (
      <div className={styles.empty}>
        <p className={styles.title}>{t('empty.title')}</p>
        <p className={styles.text}>{t('empty.noInstances')}</p>
      </div>
    );
  }
  const selector = (
    <code className={styles.selector}>{displayName(deployments.selector)}</code>
  );
  if (deployments.instances.every(({ staleSince }) => staleSince !== null)) {
    return (
      <div className={styles.empty}>
        <p className={styles.title}>{t('empty.unknownTitle')}</p>
        <p className={styles.text}>{t('empty.unknownText', { selector })}</p>
      </div>
    );
  }
  if (deployments.isRestricted) {
    return (
      <div className={styles.empty}>
        <p className={styles.title}>{t('empty.restrictedTitle')}</p>
        <p className={styles.text}>{t('empty.restrictedText', { selector })}</p>
      </div>
    );
  }
  return (
    <div className={styles.empty}>
      <p className={styles.title}>{t('empty.title')}</p>
      <p className={styles.text}>{t('empty.lookedFor', { selector })}</p>
      <Snippet text={snippet} copyLabel={t('empty.copy')} />
      <p className={styles.text}>
        {t('empty.instances', { instances })} {t('empty.mayBeHidden')}
      </p>
    </div>
  );
}
