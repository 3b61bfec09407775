import { RiArrowDownSLine, RiArrowUpSLine } from '@remixicon/react';
import {
  ArgoCdAction,
  EnvironmentDeployment,
} from 'backstage-plugin-gitops-common';
import { ReactNode, useState } from 'react';
import { ActionsButton } from '../argocd/ActionsButton';
import { requestsOf } from '../argocd/requests';
import { DetailsButton } from '../details/DetailsButton';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { ApplicationLink } from './ApplicationLink';
import { ApplicationList } from './ApplicationList';
import styles from './EnvironmentItem.module.css';
import { Reason } from './Reason';
import { SameNames } from './SameNames';
import { Since } from './Since';
import { StateIcon, toneOf } from './StateIcon';
import { useReason } from './useReason';
import { Version } from './Version';
import { environmentTitle, stateWord } from './wording';

/** One environment: what it is on the first line, why on the second, its Applications on request where it has several. Then what moves on to the next one. */
export function EnvironmentItem({
  deployment,
  now,
  arrival,
  action,
  notes,
  actions = [],
}: {
  deployment: EnvironmentDeployment;
  now: number;
  /** What brought the version here, where that is no other environment */
  arrival?: ReactNode;
  /** What is asked for or under way between this and the next environment */
  action?: ReactNode;
  /** What else is told of the way to the next environment */
  notes?: ReactNode;
  /** What the reader may ask of Argo CD here */
  actions?: ArgoCdAction[];
}) {
  const t = useGitopsTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const { applications } = deployment;
  const reason = useReason(deployment);
  const title = environmentTitle(deployment, t);
  const isAskable = applications.some(
    application => requestsOf(application, actions).length > 0,
  );
  const Chevron = isOpen ? RiArrowUpSLine : RiArrowDownSLine;
  return (
    <li className={styles.item}>
      <span className={styles.icon}>
        <StateIcon deployment={deployment} />
      </span>
      <span className={styles.name} title={title}>
        {applications.length === 1 ? (
          <DetailsButton application={applications[0]} environment={title}>
            <span className={styles.title}>{title}</span>
          </DetailsButton>
        ) : (
          <span className={styles.title}>{title}</span>
        )}
      </span>
      <span className={`${styles.state} ${toneOf(deployment)}`}>
        {stateWord(deployment, t)}
      </span>
      <span className={styles.version}>
        <Version deployment={deployment} />
      </span>
      <span className={styles.since}>
        <Since deployment={deployment} now={now} />
      </span>
      <span className={styles.link}>
        {applications.length === 1 && (
          <ApplicationLink application={applications[0]} />
        )}
      </span>
      {isAskable && (
        <ActionsButton
          environment={title}
          applications={applications}
          actions={actions}
        />
      )}
      {reason && (
        <div className={styles.reason}>
          <Reason reason={reason} />
        </div>
      )}
      {applications.length > 1 && (
        <div className={styles.applications}>
          <SameNames applications={applications} />
          <button
            type="button"
            className={styles.toggle}
            aria-expanded={isOpen}
            aria-label={t('applications.toggle', {
              count: applications.length,
              environment: title,
            })}
            onClick={() => setIsOpen(!isOpen)}
          >
            {t('applications.count', { count: applications.length })}
            <Chevron aria-hidden size={16} />
          </button>
          {isOpen && (
            <ApplicationList
              environment={title}
              applications={applications}
              now={now}
            />
          )}
        </div>
      )}
      {arrival && <div className={styles.arrival}>{arrival}</div>}
      {action && (
        <div className={styles.action} data-on-line>
          {action}
        </div>
      )}
      {notes && <div className={styles.notes}>{notes}</div>}
    </li>
  );
}
