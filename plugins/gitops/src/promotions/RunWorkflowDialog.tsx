import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
} from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { useEffect, useRef, useState } from 'react';
import { gitopsApiRef } from '../api';
import { FailureText } from '../live/FailureText';
import { useAction } from '../live/useAction';
import tokens from '../tokens.module.css';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { Field } from '../parts/Field';
import dialog from '../parts/dialog.module.css';

/** Asks for a version, and runs the environment's promotion workflow for it. */
export function RunWorkflowDialog(props: {
  service: string;
  to: string;
  environment: string;
  /** The version that would move; null where none is known */
  candidate: string | null;
  onClose: () => void;
  onStarted: (version: string) => void;
}) {
  const t = useGitopsTranslation();
  const api = useApi(gitopsApiRef);
  const { service, to } = props;
  const [version, setVersion] = useState(props.candidate ?? '');
  const { run, isRunning, error } = useAction();
  const tag = version.trim();
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <Dialog
      className={tokens.tokens}
      isOpen
      onOpenChange={isOpen => !isOpen && props.onClose()}
      width={480}
    >
      <DialogHeader className={dialog.header}>
        {t('runWorkflow.title', { environment: props.environment })}
      </DialogHeader>
      <DialogBody className={dialog.body}>
        <Field
          ref={field}
          label={t('runWorkflow.version')}
          use={t('runWorkflow.versionUse')}
          value={version}
          onChange={setVersion}
        />
      </DialogBody>
      {error !== null && (
        <p className={dialog.error} role="alert">
          <FailureText error={error} />
        </p>
      )}
      <DialogFooter className={dialog.footer}>
        <p className={dialog.consequence}>{t('runWorkflow.consequence')}</p>
        <Button variant="secondary" slot="close">
          {t('promote.cancel')}
        </Button>
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
          {t('runWorkflow.run')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}
