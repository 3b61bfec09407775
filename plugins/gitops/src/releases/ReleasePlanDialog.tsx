import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
} from '@backstage/ui';
import {
  GitopsApi,
  MAX_REASON_LENGTH,
  PlannedService,
  Release,
  ReleaseAnswer,
  ReleasePlan,
  ReleaseRollbackRequest,
} from 'backstage-plugin-gitops-common';
import { ReactNode, useEffect, useRef, useState } from 'react';
import { FailureText } from '../live/FailureText';
import { LoadFailure } from '../live/LoadFailure';
import { useAction } from '../live/useAction';
import dialog from '../parts/dialog.module.css';
import { PlanSkeleton } from '../promotions/PlanSkeleton';
import { ReasonField } from '../promotions/ReasonField';
import { gateTitle } from '../status/wording';
import { serviceName } from '../text/displayText';
import { listText } from '../text/formats';
import tokens from '../tokens.module.css';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { consequenceText } from './consequenceText';
import { blockersOf, changesOf, standingOf } from './planned';
import { ReleaseChange } from './ReleaseChange';
import styles from './ReleaseDialog.module.css';
import { ReleaseRow } from './ReleaseRow';
import { useReleasePlan } from './useReleasePlan';

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
  const title = useRef<HTMLSpanElement>(null);
  useEffect(() => title.current?.focus(), []);
  return (
    <Dialog
      className={tokens.tokens}
      isOpen
      onOpenChange={isOpen => !isOpen && props.onClose()}
      // A click beside the dialog is easily made, a reason isn't easily written
      isDismissable={reason.trim() === ''}
      width={760}
    >
      <DialogHeader className={dialog.header}>
        <span ref={title} tabIndex={-1} className={dialog.title}>
          {props.title}
        </span>
      </DialogHeader>
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
    </Dialog>
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
  const { planAgain, ...planning } = useReleasePlan(props.planned, props.load);
  const services = planning.status === 'data' ? planning.data.services : [];
  /** Those that were ticked or left out, where that differs from what is proposed */
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
      async signal => {
        try {
          return await props.request(
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
          );
        } catch (cause) {
          if (isConflict(cause)) planAgain();
          throw cause;
        }
      },
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
      {error !== null && (
        <p className={dialog.error} role="alert">
          {isConflict(error) && `${t('promote.changed')} `}
          <FailureText error={error} />
        </p>
      )}
      <DialogFooter className={dialog.footer}>
        <p id="release-consequence" className={dialog.consequence}>
          {planning.status === 'data' &&
            consequenceText({ services, chosen, changes }, t)}
        </p>
        <Button variant="secondary" slot="close">
          {t('promote.cancel')}
        </Button>
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
      </DialogFooter>
    </>
  );
}

function isConflict(error: unknown): boolean {
  return (error as { statusCode?: unknown }).statusCode === 409;
}
