import { DialogBody } from '@backstage/ui';
import {
  GitopsApi,
  MAX_REASON_LENGTH,
  Promotion,
  PromotionAnswer,
  PromotionPlan,
  VersionCandidate,
} from 'backstage-plugin-gitops-common';
import { useId, useRef, useState } from 'react';
import { FailureText } from '../live/FailureText';
import { LoadFailure } from '../live/LoadFailure';
import { useAction } from '../live/useAction';
import { TitleOf } from '../status/wording';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { canBeOverridden, canGoOn, Gates } from './Gates';
import { PlanChange } from './PlanChange';
import dialog from '../parts/dialog.module.css';
import { RequestDialog } from '../parts/RequestDialog';
import styles from './PlanDialog.module.css';
import { PlanFooter } from './PlanFooter';
import { PlanHeader } from './PlanHeader';
import { PlanSkeleton } from './PlanSkeleton';
import { ReasonField } from './ReasonField';
import { AlreadyUnderWay, Supersedes } from './UnderWay';
import { isConflict, usePlan } from './usePlan';
import { useVersions, VersionRoute } from './useVersions';
import { VersionField } from './VersionField';

/** Shows what a promotion would do, then asks for it with a reason. */
export function PlanDialog(props: {
  title: string;
  /** What versions there are to choose from */
  route: VersionRoute;
  load: (
    api: GitopsApi,
    chosen: VersionCandidate | null,
    signal: AbortSignal,
  ) => Promise<PromotionPlan>;
  request: (
    plan: PromotionPlan,
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
  const [chosen, setChosen] = useState<VersionCandidate | null>(null);
  const { candidates, isMissing } = useVersions(props.route);
  const planning = usePlan(chosen?.version ?? '', (api, signal) =>
    props.load(api, chosen, signal),
  );
  const plan = planning.status === 'data' ? planning.data : null;
  const [reason, setReason] = useState('');
  const [isReasonChecked, setIsReasonChecked] = useState(false);
  const { run, isRunning, error } = useAction();
  const reasonField = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const underWay = plan?.underWay ?? null;
  // A tag that was pushed again has the same version, and is another promotion
  const isSameUnderWay =
    underWay !== null &&
    underWay.version === plan?.version &&
    !plan.gates.some(({ code }) => code === 'pushedAgain');
  const blocking = (plan?.gates ?? []).filter(one => one.result === 'block');
  const isRefused = plan !== null && !canGoOn(plan);
  const overrides = plan !== null && !isRefused && canBeOverridden(plan);

  const send = () => {
    if (plan === null || isRefused) return;
    const text = reason.trim();
    setIsReasonChecked(true);
    if (text === '' || text.length > MAX_REASON_LENGTH) {
      reasonField.current?.focus();
      return;
    }
    const body = {
      reason: text,
      plan: plan.id,
      ...(overrides && { override: blocking.map(({ gate }) => gate) }),
    };
    run(
      signal => planning.request(props.request(plan, body, signal)),
      answer => props.onRequested(answer.promotion),
    );
  };

  return (
    <RequestDialog
      title={props.title}
      width={720}
      isWritten={reason.trim() !== ''}
      onClose={props.onClose}
    >
      <DialogBody className={dialog.body}>
        {candidates.some(({ version }) => version !== plan?.version) && (
          <VersionField
            candidates={candidates}
            version={chosen?.version ?? plan?.version ?? null}
            titleOf={titleOf}
            onChoose={setChosen}
          />
        )}
        {isMissing && <p className={styles.text}>{t('choose.missing')}</p>}
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
            <Gates plan={plan} id={id} titleOf={titleOf} />
          </>
        )}
        {!isSameUnderWay && !isRefused && (
          <ReasonField
            ref={reasonField}
            value={reason}
            onChange={setReason}
            isChecked={isReasonChecked}
          />
        )}
        {plan !== null && !isSameUnderWay && (
          <PlanChange changes={plan.changes} />
        )}
      </DialogBody>
      <PlanFooter
        error={
          error &&
          (isConflict(error) ? (
            t('promote.changed')
          ) : (
            <FailureText error={error} />
          ))
        }
        plan={plan}
        id={id}
        underWay={isSameUnderWay ? underWay : null}
        isRunning={isRunning}
        onSend={send}
        onShow={props.onRequested}
      />
    </RequestDialog>
  );
}
