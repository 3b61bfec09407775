import { Button } from '@backstage/ui';
import { RiArrowDownLine } from '@remixicon/react';
import { Promotion, Transition } from 'backstage-plugin-gitops-common';
import { useState } from 'react';
import { lazily } from '../parts/lazily';
import { displayVersion } from '../text/displayText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { CommitLine, RunLine } from './Arrival';
import styles from './Movement.module.css';
import { PromotionLine, WaitingLine } from './MovementLine';
import { TitleOf } from './wording';

const RunWorkflowDialog = lazily(() =>
  import(
    /* webpackChunkName: "gitops-on-request" */ './RunWorkflowDialog'
  ).then(m => m.RunWorkflowDialog),
);

export interface MovementProps {
  transition: Transition;
  service: string;
  titleOf: TitleOf;
  now: number;
  /** The promotion whose details are shown */
  shown: string | null;
  /** Shows the details of a promotion, or hides them */
  onShow: (promotion: Promotion) => void;
  /** Asks for a promotion */
  onPromote: (transition: Transition) => void;
  /** Something was started that the next answers tell of */
  onChanged: () => void;
}

/** What may move into an environment, or moves. */
export function MovementAction(props: MovementProps) {
  const { transition } = props;
  const { promotion } = transition;
  return (
    <>
      {promotion !== null && (
        <ShownPromotion {...props} promotion={promotion} />
      )}
      {isOffered(transition) && <PromoteButton {...props} />}
    </>
  );
}

function ShownPromotion(props: MovementProps & { promotion: Promotion }) {
  const { promotion } = props;
  return (
    <PromotionLine
      promotion={promotion}
      titleOf={props.titleOf}
      now={props.now}
      isShown={props.shown === promotion.id}
      onShow={() => props.onShow(promotion)}
    />
  );
}

/** Whether {@link MovementAction} shows anything. */
export function hasAction(transition: Transition): boolean {
  return transition.promotion !== null || isOffered(transition);
}

/** Whether {@link MovementNotes} shows anything. */
export function hasNotes(transition: Transition): boolean {
  return (
    transition.last !== null ||
    isWaiting(transition) ||
    transition.commit !== null ||
    transition.run !== null ||
    canRun(transition)
  );
}

function canRun({ mode, isPermitted }: Transition): boolean {
  return mode === 'workflow' && isPermitted;
}

function isOffered({
  state,
  isPermitted,
  from,
  mode,
  version,
}: Transition): boolean {
  return (
    state === 'available' &&
    isPermitted &&
    from !== null &&
    version !== null &&
    mode !== 'imageUpdater' &&
    mode !== 'workflow'
  );
}

/** A version that is promoted automatically is announced until the first commit did so. */
function isWaiting({ state, mode, commit, reason }: Transition): boolean {
  return (
    (state === 'waiting' && !isToldByFreeze(reason)) ||
    (state === 'available' && mode === 'imageUpdater' && commit === null)
  );
}

/** The line of the freeze stands at the environment that it is of. */
function isToldByFreeze(reason: Transition['reason']): boolean {
  return (
    reason?.code === 'frozenByPerson' || reason?.code === 'frozenByPersonSoon'
  );
}

function PromoteButton({ transition, titleOf, onPromote }: MovementProps) {
  const t = useGitopsTranslation();
  const { to, version } = transition;
  const names = {
    version: displayVersion(version ?? ''),
    environment: titleOf(to),
  };
  return (
    <Button
      className={styles.promote}
      variant="secondary"
      size="small"
      aria-label={t('movement.promote', names)}
      onPress={() => onPromote(transition)}
    >
      <RiArrowDownLine aria-hidden className={styles.inRows} />
      <span className={styles.version}>
        {t('movement.promoteVisible', {
          ...names,
          // In columns it is clear from the place
          target: (
            <span className={styles.inRows}>
              {t('movement.promoteTarget', names)}
            </span>
          ),
        })}
      </span>
    </Button>
  );
}

/** What is told of the way into an environment. */
export function MovementNotes(props: MovementProps) {
  const { transition } = props;
  const { last } = transition;
  return (
    <>
      {last !== null && <ShownPromotion {...props} promotion={last} />}
      {isWaiting(transition) && (
        <WaitingLine transition={transition} titleOf={props.titleOf} />
      )}
      {transition.commit !== null && (
        <CommitLine commit={transition.commit} now={props.now} />
      )}
      {transition.run !== null && (
        <RunLine
          run={transition.run}
          environment={props.titleOf(transition.to)}
          now={props.now}
        />
      )}
      {canRun(transition) && <RunWorkflow {...props} />}
    </>
  );
}

function RunWorkflow(props: MovementProps) {
  const t = useGitopsTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const [started, setStarted] = useState<{
    version: string;
    /** What was the newest run then */
    after: string | undefined;
  } | null>(null);
  const { to, version, state, run } = props.transition;
  const environment = props.titleOf(to);
  const action =
    state === 'available' && version !== null
      ? t('movement.runNow', { version: displayVersion(version) })
      : t('movement.runFor');
  return (
    <div className={`${styles.line} ${styles.run}`}>
      <button
        type="button"
        className={styles.toggle}
        aria-label={t('movement.runLabel', { action, environment })}
        onClick={() => setIsOpen(true)}
      >
        {action}
      </button>
      <span role="status">
        {started !== null &&
          started.after === run?.url &&
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
          onClose={() => setIsOpen(false)}
          onStarted={startedVersion => {
            setIsOpen(false);
            setStarted({ version: startedVersion, after: run?.url });
            props.onChanged();
          }}
        />
      )}
    </div>
  );
}
