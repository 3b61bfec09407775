import { RiArrowDownSLine, RiArrowUpSLine } from '@remixicon/react';
import { EnvironmentDeployment } from 'backstage-plugin-gitops-common';
import { useState } from 'react';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { ApplicationLink } from './ApplicationLink';
import { ApplicationList } from './ApplicationList';
import styles from './EnvironmentItem.module.css';
import { Reason } from './Reason';
import { Since } from './Since';
import { StateIcon, toneOf } from './StateIcon';
import { Version } from './Version';
import { environmentTitle, stateWord } from './wording';

/** One environment: what it is on the first line, why on the second, its Applications on request where it has several. */
export function EnvironmentItem({
  deployment,
  now,
}: {
  deployment: EnvironmentDeployment;
  now: number;
}) {
  const t = useGitopsTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const { applications, reason } = deployment;
  const title = environmentTitle(deployment, t);
  const Chevron = isOpen ? RiArrowUpSLine : RiArrowDownSLine;
  return (
    <li className={styles.item}>
      <span className={styles.icon}>
        <StateIcon deployment={deployment} />
      </span>
      <span className={styles.name} title={title}>
        <span className={styles.title}>{title}</span>
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
      {reason && (
        <div className={styles.reason}>
          <Reason reason={reason} />
        </div>
      )}
      {applications.length > 1 && (
        <div className={styles.applications}>
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
    </li>
  );
}
