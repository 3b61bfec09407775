import { ApplicationDeployment } from 'backstage-plugin-gitops-common';
import { ReactNode } from 'react';
import { displayName } from '../text/displayText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { ApplicationLink } from '../argocd/ApplicationLink';
import styles from './ApplicationList.module.css';
import { applicationParameter } from '../url/deploymentsTab';
import { DeploymentLink } from './DeploymentLink';
import { Reason } from '../status/Reason';
import { Since } from '../status/Since';
import { StateIcon, toneOf } from '../status/StateIcon';
import { useReason } from '../status/useReason';
import { Version } from '../status/Version';
import { stateWord } from '../status/wording';

/** The Applications of one environment, for example one a region. */
export function ApplicationList(props: {
  service: string;
  environment: string;
  /** The environment's title */
  title: string;
  applications: ApplicationDeployment[];
  now: number;
}) {
  return (
    <ul className={styles.list} aria-label={props.title}>
      {props.applications.map(application => (
        <ApplicationItem
          key={applicationParameter(application)}
          application={application}
          beside={props.applications}
          now={props.now}
          name={
            <DeploymentLink
              service={props.service}
              environment={props.environment}
              application={application}
            >
              {displayName(application.name)}
            </DeploymentLink>
          }
          detail={`${displayName(application.instance)} / ${displayName(
            application.namespace,
          )}`}
        />
      ))}
    </ul>
  );
}

/** What is known of one Application, in a line or two. */
export function ApplicationItem({
  application,
  beside,
  name,
  detail,
  now,
}: {
  application: ApplicationDeployment;
  /** All that are shown with it, itself among them */
  beside: ApplicationDeployment[];
  name: ReactNode;
  /** Below the name, where that does not tell all */
  detail?: string;
  now: number;
}) {
  const t = useGitopsTranslation();
  const reason = useReason(application);
  return (
    <li className={styles.item}>
      <span className={styles.icon}>
        <StateIcon deployment={application} />
      </span>
      <span className={styles.name}>
        {name}
        {detail && <span className={styles.instance}>{detail}</span>}
      </span>
      <span className={`${styles.state} ${toneOf(application)}`}>
        {stateWord(application, t)}
      </span>
      <span className={styles.version}>
        <Version deployment={application} />
      </span>
      <span className={styles.since}>
        <Since deployment={application} now={now} />
      </span>
      <span className={styles.link}>
        <ApplicationLink application={application} beside={beside} />
      </span>
      {reason && (
        <div className={styles.reason}>
          <Reason reason={reason} />
        </div>
      )}
    </li>
  );
}
