import { Button, DialogBody } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { MAX_REASON_LENGTH } from 'backstage-plugin-gitops-common';
import { useId, useRef, useState } from 'react';
import { gitopsApiRef } from '../api';
import { FailureText } from '../live/FailureText';
import { LoadFailure } from '../live/LoadFailure';
import { useAction } from '../live/useAction';
import { displayVersion } from '../text/displayText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import dialog from '../parts/dialog.module.css';
import { RequestDialog, RequestFooter } from '../parts/RequestDialog';
import { TitleOf } from '../status/wording';
import { gateId } from './GateList';
import { canBeOverridden, canGoOn, Gates } from './Gates';
import { ReasonField } from './ReasonField';
import { usePlan } from './usePlan';
import { WorkflowVersionField } from './WorkflowVersionField';

/**
 * Asks for a version, and runs the environment's promotion workflow for it. What blocks it can be
 * overridden with a reason, by those who may.
 */
export function RunWorkflowDialog(props: {
  service: string;
  to: string;
  environment: string;
  /** The version that would move; null where none is known */
  candidate: string | null;
  /** Whether the reader may enter a version that was never seen */
  mayEnter: boolean;
  titleOf: TitleOf;
  onClose: () => void;
  onStarted: () => void;
}) {
  const t = useGitopsTranslation();
  const id = useId();
  const api = useApi(gitopsApiRef);
  const { service, to, titleOf } = props;
  const [version, setVersion] = useState(props.candidate ?? '');
  const tag = version.trim();
  const planning = usePlan(to, (client, signal) =>
    client.planWorkflow({ service, to }, { signal }),
  );
  const plan = planning.status === 'data' ? planning.data : null;
  const isRefused = plan !== null && !canGoOn(plan);
  const overrides = plan !== null && !isRefused && canBeOverridden(plan);
  const blocking = (plan?.gates ?? []).filter(one => one.result === 'block');
  const [reason, setReason] = useState('');
  const [isReasonChecked, setIsReasonChecked] = useState(false);
  const reasonField = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const { run, isRunning, error } = useAction();

  const start = () => {
    if (plan === null) return;
    const text = reason.trim();
    setIsReasonChecked(true);
    if (overrides && (text === '' || text.length > MAX_REASON_LENGTH)) {
      reasonField.current?.focus();
      return;
    }
    const override = blocking.map(({ gate }) => gate);
    run(
      signal =>
        planning.request(
          api.runWorkflow(
            {
              ...{ service, to, version: tag, plan: plan.id },
              ...(overrides && { override, reason: text }),
            },
            { signal },
          ),
        ),
      props.onStarted,
    );
  };
  const action = () => {
    if (tag === '') return t('runWorkflow.run');
    const shown = { version: displayVersion(tag) };
    return overrides
      ? t('runWorkflow.overrideAndRun', shown)
      : t('runWorkflow.runFor', shown);
  };
  return (
    <RequestDialog
      title={t('runWorkflow.title', { environment: props.environment })}
      width={480}
      isWritten={reason.trim() !== ''}
      onClose={props.onClose}
    >
      <DialogBody className={dialog.body}>
        <WorkflowVersionField
          {...{ service, to, version, titleOf, mayEnter: props.mayEnter }}
          onChange={setVersion}
        />
        {planning.status === 'error' && (
          <LoadFailure
            title={t('runWorkflow.failed')}
            failure={planning.failure}
            onRetry={planning.refresh}
          />
        )}
        {blocking.length > 0 && plan !== null && (
          <Gates plan={plan} id={id} titleOf={titleOf} />
        )}
        {overrides && (
          <ReasonField
            ref={reasonField}
            value={reason}
            onChange={setReason}
            use={t('runWorkflow.reasonUse')}
            isChecked={isReasonChecked}
          />
        )}
      </DialogBody>
      <RequestFooter
        error={error && <FailureText error={error} />}
        consequence={
          isRefused ? t('runWorkflow.blocked') : t('runWorkflow.consequence')
        }
        close={isRefused ? t('promote.close') : undefined}
      >
        {!isRefused && (
          <Button
            variant="primary"
            isDisabled={tag === '' || plan === null}
            isPending={isRunning}
            aria-describedby={
              blocking.map((_, index) => gateId(id, index)).join(' ') ||
              undefined
            }
            onPress={start}
          >
            {action()}
          </Button>
        )}
      </RequestFooter>
    </RequestDialog>
  );
}
