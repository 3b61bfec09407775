import {
  ApplicationDeployment,
  ApplicationDetails,
  ArgoCdAction,
  DeploymentStatus,
} from 'backstage-plugin-gitops-common';
import { RiExternalLinkLine } from '@remixicon/react';
import { ActionsButton } from '../argocd/ActionsButton';
import { ArgoCdRequest, requestsOf } from '../argocd/requests';
import { isWebAddress } from '../parts/WebLink';
import { Reason } from '../status/Reason';
import { StateIcon } from '../status/StateIcon';
import { displayName } from '../text/displayText';
import { useNow } from '../time/useNow';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { headlineOf } from './headline';
import styles from './HeadlinePart.module.css';

/** What happened, what still runs, and what to do; and what can be done here. */
export function HeadlinePart(props: {
  status: DeploymentStatus;
  details: ApplicationDetails | null;
  /** Where there is an Application */
  argoCd?: ArgoCd;
}) {
  const t = useGitopsTranslation();
  const now = useNow(60_000);
  const { status, details, argoCd } = props;
  const { title, reason, advice } = headlineOf(status, details, now, t);
  return (
    <div className={styles.headline}>
      <span className={styles.icon}>
        <StateIcon deployment={status} />
      </span>
      <div className={styles.text}>
        <h2 className={styles.title}>{title}</h2>
        {reason && <Reason reason={reason} />}
        {advice && <p className={styles.advice}>{advice}</p>}
      </div>
      {argoCd && <InArgoCd {...argoCd} />}
    </div>
  );
}

interface ArgoCd {
  /** The environment's title */
  environment: string;
  application: ApplicationDeployment;
  actions: ArgoCdAction[];
  onAsked: (request: ArgoCdRequest) => void;
}

function InArgoCd({ environment, application, actions, onAsked }: ArgoCd) {
  const t = useGitopsTranslation();
  return (
    <div className={styles.actions}>
      {isWebAddress(application.url) && (
        <a
          className={styles.link}
          href={application.url}
          target="_blank"
          rel="noopener noreferrer"
          aria-label={t('applications.open', {
            application: displayName(application.name),
            instance: displayName(application.instance),
          })}
        >
          {t('tab.openArgoCd')}
          <RiExternalLinkLine aria-hidden size={16} />
        </a>
      )}
      {requestsOf(application, actions).length > 0 && (
        <ActionsButton
          environment={environment}
          applications={[application]}
          actions={actions}
          onAsked={onAsked}
        />
      )}
    </div>
  );
}
