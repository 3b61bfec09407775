import { RiArrowDownSLine, RiArrowUpSLine } from '@remixicon/react';
import { useState } from 'react';
import { ActionsButton } from '../argocd/ActionsButton';
import { requestsOf } from '../argocd/requests';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { ApplicationLink } from '../argocd/ApplicationLink';
import { ApplicationList } from './ApplicationList';
import { DeploymentLink } from './DeploymentLink';
import styles from './EnvironmentRow.module.css';
import { Reason } from '../status/Reason';
import { Line, Row } from './rows';
import { SameNames } from './SameNames';
import { LineContext, TransitionLine } from './TransitionLine';
import { Since } from '../status/Since';
import { StateIcon, toneOf } from '../status/StateIcon';
import { useReason } from '../status/useReason';
import { Version } from '../status/Version';
import { environmentTitle, stateWord } from '../status/wording';

/**
 * One environment: what it is on the first line, why on the second, its Applications on request
 * where it has several. Then what moves on to the next one.
 */
export function EnvironmentRow(props: { row: Row; context: LineContext }) {
  const { row, context } = props;
  const { deployment, actions } = row;
  const { now } = context;
  const t = useGitopsTranslation();
  const { applications } = deployment;
  // Which of them runs which version is what matters then
  const [isOpen, setIsOpen] = useState(
    new Set(applications.map(({ running }) => running)).size > 1,
  );
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
      <h3 className={styles.name} title={title}>
        {applications.length === 1 ? (
          <DeploymentLink
            service={context.service}
            environment={deployment.environment}
            application={applications[0]}
          >
            <span className={styles.title}>{title}</span>
          </DeploymentLink>
        ) : (
          <span className={styles.title}>{title}</span>
        )}
      </h3>
      <span className={`${styles.state} ${toneOf(deployment)}`}>
        {stateWord(deployment, t)}
      </span>
      <span className={styles.version}>
        <Version deployment={deployment} />
      </span>
      <span className={styles.since}>
        <Since deployment={deployment} now={now} />
      </span>
      <span className={styles.link} data-beside-menu={isAskable}>
        {applications.length === 1 && (
          <ApplicationLink application={applications[0]} />
        )}
      </span>
      {isAskable && (
        <ActionsButton
          environment={title}
          applications={applications}
          actions={actions}
          onAsked={context.onChanged}
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
              service={context.service}
              environment={deployment.environment}
              title={title}
              applications={applications}
              now={now}
            />
          )}
        </div>
      )}
      <Lines className={styles.arrival} lines={row.arrival} context={context} />
      <Lines
        className={styles.action}
        lines={row.action}
        isOnLine
        context={context}
      />
      <Lines className={styles.notes} lines={row.notes} context={context} />
    </li>
  );
}

function Lines(props: {
  className: string;
  lines: Line[];
  context: LineContext;
  /** Where there is room, they stand on the line to the next environment */
  isOnLine?: boolean;
}) {
  if (props.lines.length === 0) return null;
  return (
    <div className={props.className} data-on-line={props.isOnLine}>
      {props.lines.map(line => (
        <TransitionLine key={line.key} line={line} context={props.context} />
      ))}
    </div>
  );
}
