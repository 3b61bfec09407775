import { ApplicationDeployment } from 'backstage-plugin-gitops-common';
import { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { displayName } from '../text/displayText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { deploymentsTab } from '../url/deploymentsTab';
import styles from './DeploymentLink.module.css';

/** Leads to all that is known of an Application: the Deployments tab of its service. */
export function DeploymentLink(props: {
  service: string;
  environment: string;
  application: ApplicationDeployment;
  children: ReactNode;
}) {
  const t = useGitopsTranslation();
  const { service, environment, application } = props;
  return (
    <Link
      to={deploymentsTab(service, environment, application)}
      className={styles.link}
      title={t('details.open', {
        application: displayName(application.name),
      })}
    >
      {props.children}
    </Link>
  );
}
