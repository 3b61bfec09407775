import { RiExternalLinkLine } from '@remixicon/react';
import { ApplicationDeployment } from 'backstage-plugin-gitops-common';
import { applicationTitle } from '../argocd/requests';
import { displayName } from '../text/displayText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './ApplicationLink.module.css';

/** Opens an Application in Argo CD's own UI. */
export function ApplicationLink({
  application,
  beside = [application],
}: {
  application: ApplicationDeployment;
  /** All that are shown with it, itself among them */
  beside?: ApplicationDeployment[];
}) {
  const t = useGitopsTranslation();
  if (!isWebAddress(application.url)) return null;
  const name = applicationTitle(application, beside);
  return (
    <a
      className={styles.link}
      href={application.url}
      target="_blank"
      rel="noopener noreferrer"
      aria-label={t('applications.open', {
        application: name,
        instance: displayName(application.instance),
      })}
      title={t('applications.openVisible', { application: name })}
    >
      <RiExternalLinkLine aria-hidden size={14} />
    </a>
  );
}

/** An address comes from configuration or from Argo CD; one that runs as a script must not become a link. */
export function isWebAddress(url: string): boolean {
  return /^https?:\/\//i.test(url);
}
