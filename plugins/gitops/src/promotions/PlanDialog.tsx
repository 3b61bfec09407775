import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
} from '@backstage/ui';
import {
  consequenceSentence,
  GitopsApi,
  MAX_REASON_LENGTH,
  Promotion,
  PromotionAnswer,
  PromotionPlan,
} from 'backstage-plugin-gitops-common';
import { useEffect, useId, useRef, useState } from 'react';
import { FailureText } from '../live/FailureText';
import { LoadFailure } from '../live/LoadFailure';
import { useAction } from '../live/useAction';
import { displayText } from '../text/displayText';
import tokens from '../tokens.module.css';
import { TitleOf } from '../status/wording';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { blockersOf, Gates } from './Gates';
import { gateId } from './GateList';
import { PlanChange } from './PlanChange';
import dialog from '../parts/dialog.module.css';
import styles from './PlanDialog.module.css';
import { PlanHeader } from './PlanHeader';
import { PlanSkeleton } from './PlanSkeleton';
import { ReasonField } from './ReasonField';
import { AlreadyUnderWay, Supersedes } from './UnderWay';
import { usePlan } from './usePlan';

/** Shows what a promotion would do, then asks for it with a reason. */
export function PlanDialog(props: {
  title: string;
  load: (api: GitopsApi, signal: AbortSignal) => Promise<PromotionPlan>;
  request: (
    body: { reason: string; plan: string; override?: string[] },
    signal: AbortSignal,
  ) => Promise<PromotionAnswer>;
  titleOf: TitleOf;
  onClose: () => void;
  onRequested: (promotion: Promotion) => void;
}) {
  const t = useGitopsTranslation();
  const id = useId();
  const { titleOf } = props;
  const { planAgain, ...planning } = usePlan(props.load);
  const plan = planning.status === 'data' ? planning.data : null;
  const [reason, setReason] = useState('');
  const [isReasonChecked, setIsReasonChecked] = useState(false);
  const [isOverridden, setIsOverridden] = useState(false);
  const { run, isRunning, error } = useAction();
  const reasonField = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const underWay = plan?.underWay ?? null;
  // A tag that was pushed again has the same version, and is another promotion
  const isSameUnderWay =
    underWay !== null &&
    underWay.version === plan?.version &&
    !plan.gates.some(({ code }) => code === 'pushedAgain');

  const blockers = plan === null ? [] : blockersOf(plan);
  const isReady = plan !== null && (blockers.length === 0 || isOverridden);

  const send = () => {
    if (plan === null) return;
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
              reason: text,
              plan: plan.id,
              ...(isOverridden && {
                override: blockers.map(index => plan.gates[index].gate),
              }),
            },
            signal,
          );
        } catch (cause) {
          if (isConflict(cause)) {
            setIsOverridden(false);
            planAgain();
          }
          throw cause;
        }
      },
      answer => props.onRequested(answer.promotion),
    );
  };

  return (
    <Dialog
      className={tokens.tokens}
      isOpen
      onOpenChange={isOpen => !isOpen && props.onClose()}
      // A click beside the dialog is easily made, a reason isn't easily written
      isDismissable={reason.trim() === ''}
      width={720}
    >
      <DialogHeader className={dialog.header}>
        <Title text={props.title} />
      </DialogHeader>
      <DialogBody className={dialog.body}>
        {planning.status === 'loading' && <PlanSkeleton />}
        {planning.status === 'error' && (
          <LoadFailure
            title={t('promote.failed')}
            failure={planning.failure}
            onRetry={planning.refresh}
          />
        )}
        {plan !== null && underWay !== null && isSameUnderWay && (
          <AlreadyUnderWay promotion={underWay} titleOf={titleOf} />
        )}
        {plan !== null && !isSameUnderWay && (
          <>
            <PlanHeader plan={plan} titleOf={titleOf} />
            {underWay !== null && (
              <div className={styles.notice}>
                <Supersedes promotion={underWay} titleOf={titleOf} />
              </div>
            )}
            <Gates
              plan={plan}
              id={id}
              isOverridden={isOverridden}
              onOverride={setIsOverridden}
            />
            <PlanChange changes={plan.changes} />
          </>
        )}
        {!isSameUnderWay && (
          <ReasonField
            ref={reasonField}
            value={reason}
            onChange={setReason}
            isChecked={isReasonChecked}
          />
        )}
      </DialogBody>
      {error !== null && (
        <p className={dialog.error} role="alert">
          {isConflict(error) ? (
            t('promote.changed')
          ) : (
            <FailureText error={error} />
          )}
        </p>
      )}
      <DialogFooter className={dialog.footer}>
        <p className={dialog.consequence}>
          {plan !== null &&
            !isSameUnderWay &&
            displayText(consequenceSentence(plan.consequence, t('language')), {
              maxLength: 300,
            })}
        </p>
        <Button variant="secondary" slot="close">
          {isSameUnderWay ? t('promote.close') : t('promote.cancel')}
        </Button>
        {underWay !== null && isSameUnderWay ? (
          <Button variant="primary" onPress={() => props.onRequested(underWay)}>
            {t('promote.show')}
          </Button>
        ) : (
          <Button
            variant="primary"
            isDisabled={!isReady}
            isPending={isRunning}
            aria-describedby={
              blockers.map(index => gateId(id, index)).join(' ') || undefined
            }
            onPress={send}
          >
            {t(isOverridden ? 'promote.overrideAndOpen' : 'promote.open')}
          </Button>
        )}
      </DialogFooter>
    </Dialog>
  );
}

/** Where reading begins, and so the focus. */
function Title({ text }: { text: string }) {
  const title = useRef<HTMLSpanElement>(null);
  useEffect(() => title.current?.focus(), []);
  return (
    <span ref={title} tabIndex={-1} className={dialog.title}>
      {text}
    </span>
  );
}

function isConflict(error: unknown): boolean {
  return (error as { statusCode?: unknown }).statusCode === 409;
}
