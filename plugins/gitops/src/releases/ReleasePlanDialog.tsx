import { Button, DialogBody } from '@backstage/ui';
import {
  GitopsApi,
  MAX_REASON_LENGTH,
  PlannedService,
  Release,
  ReleaseAnswer,
  ReleasePlan,
  ReleaseRollbackRequest,
} from 'backstage-plugin-gitops-common';
import { ReactNode, useRef, useState } from 'react';
import { FailureText } from '../live/FailureText';
import { LoadFailure } from '../live/LoadFailure';
import { useAction } from '../live/useAction';
import dialog from '../parts/dialog.module.css';
import { RequestDialog, RequestFooter } from '../parts/RequestDialog';
import { PlanSkeleton } from '../promotions/PlanSkeleton';
import { ReasonField } from '../promotions/ReasonField';
import { isConflict, usePlan } from '../promotions/usePlan';
import { gateTitle } from '../status/wording';
import { serviceName } from '../text/displayText';
import { listText } from '../text/formats';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { consequenceText } from './consequenceText';
import { blockersOf, changesOf, standingOf } from './planned';
import { ReleaseChange } from './ReleaseChange';
import styles from './ReleaseDialog.module.css';
import { ReleaseRow } from './ReleaseRow';

/** Shows what a release would do, service by service, then asks for it with one reason. */
export function ReleasePlanDialog(props: {
  title: string;
  /** Chooses what is planned */
  choice?: ReactNode;
  /** What tells one plan from another; null: there is nothing to plan yet */
  planned: string | null;
  load: (api: GitopsApi, signal: AbortSignal) => Promise<ReleasePlan>;
  request: (
    body: ReleaseRollbackRequest,
    signal: AbortSignal,
  ) => Promise<ReleaseAnswer>;
  onClose: () => void;
  onRequested: (release: Release) => void;
}) {
  const [reason, setReason] = useState('');
  return (
    <RequestDialog
      title={props.title}
      width={760}
      isWritten={reason.trim() !== ''}
      onClose={props.onClose}
    >
      {props.planned === null ? (
        <DialogBody className={dialog.body}>{props.choice}</DialogBody>
      ) : (
        <PlanParts
          {...props}
          planned={props.planned}
          reason={reason}
          onReason={setReason}
        />
      )}
    </RequestDialog>
  );
}

function PlanParts(props: {
  choice?: ReactNode;
  planned: string;
  load: (api: GitopsApi, signal: AbortSignal) => Promise<ReleasePlan>;
  request: (
    body: ReleaseRollbackRequest,
    signal: AbortSignal,
  ) => Promise<ReleaseAnswer>;
  reason: string;
  onReason: (reason: string) => void;
  onRequested: (release: Release) => void;
}) {
  const t = useGitopsTranslation();
  const { reason } = props;
  const planning = usePlan(props.planned, props.load);
  const services = planning.status === 'data' ? planning.data.services : [];
  /** The reader's ticks that differ from what is proposed */
  const [ticks, setTicks] = useState<Record<string, boolean>>({});
  const [isReasonChecked, setIsReasonChecked] = useState(false);
  const { run, isRunning, error } = useAction();
  const reasonField = useRef<HTMLInputElement & HTMLTextAreaElement>(null);

  const tickOf = ({ service }: PlannedService) => `${props.planned} ${service}`;
  const isChosen = (one: PlannedService) => {
    const standing = standingOf(one);
    if (standing === 'impossible') return false;
    return ticks[tickOf(one)] ?? standing === 'comes';
  };
  const chosen = services.filter(isChosen);
  const blocked = chosen.flatMap(one =>
    blockersOf(one).map(gate => ({ gate, service: one.service })),
  );
  const changes = changesOf(chosen);

  const send = () => {
    const text = reason.trim();
    setIsReasonChecked(true);
    if (text === '' || text.length > MAX_REASON_LENGTH) {
      reasonField.current?.focus();
      return;
    }
    run(
      signal =>
        planning.request(
          props.request(
            {
              services: chosen.map(({ service }) => service),
              reason: text,
              plans: Object.fromEntries(
                chosen.map(({ service, plan }) => [service, plan!.id]),
              ),
              ...(blocked.length > 0 && {
                override: [...new Set(blocked.map(({ gate }) => gate.gate))],
              }),
            },
            signal,
          ),
        ),
      answer => props.onRequested(answer.release),
    );
  };

  return (
    <>
      <DialogBody className={dialog.body}>
        {props.choice}
        {planning.status === 'loading' && <PlanSkeleton />}
        {planning.status === 'error' && (
          <LoadFailure
            title={t('release.failed')}
            failure={planning.failure}
            onRetry={planning.refresh}
          />
        )}
        {planning.status === 'data' && (
          <>
            <ul className={styles.rows} aria-label={t('release.services')}>
              {services.map((one, index) => (
                <ReleaseRow
                  key={one.service}
                  planned={one}
                  id={`release-${index}`}
                  isChosen={isChosen(one)}
                  onChoose={isTicked =>
                    setTicks({ ...ticks, [tickOf(one)]: isTicked })
                  }
                />
              ))}
            </ul>
            {blocked.length > 0 && (
              <p className={styles.override}>
                {t('promote.override', {
                  gates: listText(
                    blocked.map(({ gate, service }) =>
                      t('release.gateOf', {
                        gate: gateTitle(gate, t),
                        service: serviceName(service),
                      }),
                    ),
                    t,
                  ),
                })}
              </p>
            )}
            <ReasonField
              ref={reasonField}
              value={reason}
              onChange={props.onReason}
              isChecked={isReasonChecked}
            />
            {changes.length > 0 && <ReleaseChange changes={changes} />}
          </>
        )}
      </DialogBody>
      <RequestFooter
        error={
          error && (
            <>
              {isConflict(error) && `${t('promote.changed')} `}
              <FailureText error={error} />
            </>
          )
        }
        consequence={
          planning.status === 'data' &&
          consequenceText({ services, chosen, changes }, t)
        }
        consequenceId="release-consequence"
      >
        <Button
          variant="primary"
          isDisabled={chosen.length === 0}
          isPending={isRunning}
          aria-describedby="release-consequence"
          onPress={send}
        >
          {t(blocked.length > 0 ? 'release.overrideAndOpen' : 'release.open', {
            count: Math.max(1, changes.length),
          })}
        </Button>
      </RequestFooter>
    </>
  );
}
