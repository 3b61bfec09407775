import { Transition } from 'backstage-plugin-gitops-common';
import { useState } from 'react';
import { lazily } from '../parts/lazily';
import { TextButton } from '../parts/TextButton';
import { TitleOf } from '../status/wording';
import { displayVersion } from '../text/displayText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './TransitionLine.module.css';

const RunWorkflowDialog = lazily(() =>
  import(
    /* webpackChunkName: "gitops-on-request" */ '../promotions/RunWorkflowDialog'
  ).then(m => m.RunWorkflowDialog),
);

/** Offers to run an environment's promotion workflow, and says what was started last. */
export function RunWorkflow(props: {
  transition: Transition;
  service: string;
  titleOf: TitleOf;
  onChanged: () => void;
}) {
  const t = useGitopsTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const { from, to, version, state, started, isPermitted, mayOverride } =
    props.transition;
  const environment = props.titleOf(to);
  const action =
    state === 'available' && version !== null
      ? t('movement.runNow', { version: displayVersion(version) })
      : t('movement.runFor');
  return (
    <div className={styles.run}>
      {isPermitted && (
        <TextButton
          aria-label={t('movement.runLabel', { action, environment })}
          onClick={() => setIsOpen(true)}
        >
          {action}
        </TextButton>
      )}
      <span role="status">
        {started !== null &&
          t('movement.runStarted', {
            version: displayVersion(started.version),
          })}
      </span>
      {isOpen && (
        <RunWorkflowDialog
          service={props.service}
          to={to}
          environment={environment}
          candidate={version}
          mayEnter={from === null || mayOverride}
          titleOf={props.titleOf}
          onClose={() => setIsOpen(false)}
          onStarted={() => {
            setIsOpen(false);
            props.onChanged();
          }}
        />
      )}
    </div>
  );
}
