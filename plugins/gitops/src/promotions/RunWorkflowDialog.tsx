import { Button, DialogBody } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { useEffect, useRef, useState } from 'react';
import { gitopsApiRef } from '../api';
import { FailureText } from '../live/FailureText';
import { useAction } from '../live/useAction';
import { displayVersion } from '../text/displayText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { Field } from '../parts/Field';
import dialog from '../parts/dialog.module.css';
import { RequestDialog, RequestFooter } from '../parts/RequestDialog';
import { TitleOf } from '../status/wording';
import { useVersions } from './useVersions';
import { EnteredVersionField, VersionField } from './VersionField';

/** Asks for a version, and runs the environment's promotion workflow for it. */
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
  onStarted: (version: string) => void;
}) {
  const t = useGitopsTranslation();
  const api = useApi(gitopsApiRef);
  const { service, to } = props;
  const [version, setVersion] = useState(props.candidate ?? '');
  const { candidates } = useVersions({ service, to });
  const { run, isRunning, error } = useAction();
  const tag = version.trim();
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <RequestDialog
      title={t('runWorkflow.title', { environment: props.environment })}
      width={480}
      onClose={props.onClose}
    >
      <DialogBody className={dialog.body}>
        {candidates.length === 0 && (
          <Field
            ref={field}
            label={t('runWorkflow.version')}
            use={t('runWorkflow.versionUse')}
            value={version}
            onChange={setVersion}
          />
        )}
        {candidates.length > 0 && props.mayEnter && (
          <EnteredVersionField
            candidates={candidates}
            text={version}
            titleOf={props.titleOf}
            onChange={setVersion}
          />
        )}
        {candidates.length > 0 && !props.mayEnter && (
          <VersionField
            candidates={candidates}
            version={version || null}
            titleOf={props.titleOf}
            onChoose={one => setVersion(one.version)}
          />
        )}
      </DialogBody>
      <RequestFooter
        error={error && <FailureText error={error} />}
        consequence={t('runWorkflow.consequence')}
      >
        <Button
          variant="primary"
          isDisabled={tag === ''}
          isPending={isRunning}
          onPress={() =>
            run(
              signal =>
                api.runWorkflow({ service, to, version: tag }, { signal }),
              () => props.onStarted(tag),
            )
          }
        >
          {tag === ''
            ? t('runWorkflow.run')
            : t('runWorkflow.runFor', { version: displayVersion(tag) })}
        </Button>
      </RequestFooter>
    </RequestDialog>
  );
}
