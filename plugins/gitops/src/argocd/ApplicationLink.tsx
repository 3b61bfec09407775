import { RiExternalLinkLine } from '@remixicon/react';
import { ApplicationDeployment } from 'backstage-plugin-gitops-common';
import { applicationTitle } from './requests';
import { isWebAddress } from '../parts/WebLink';
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
