import { Button, DialogBody } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  EVERYTHING,
  MAX_FREEZE_REASON_LENGTH,
} from 'backstage-plugin-gitops-common';
import { useEffect, useRef, useState } from 'react';
import { gitopsApiRef } from '../api';
import { FailureText } from '../live/FailureText';
import { useAction } from '../live/useAction';
import { Field } from '../parts/Field';
import dialog from '../parts/dialog.module.css';
import { RequestDialog, RequestFooter } from '../parts/RequestDialog';
import { readersTimeZone } from '../text/formats';
import { serviceName } from '../text/displayText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { EnvironmentChoice, EveryService } from './FreezeScope';
import { isPossible, Until, UntilField } from './UntilField';

/** Asks what is to be frozen, why and until when, and freezes it. */
export function FreezeDialog(props: {
  /** Undefined where every service is frozen */
  entityRef?: string;
  /** Those that the reader may freeze it in */
  environments: string[];
  mayFreezeAll: boolean;
  onClose: () => void;
  onFrozen: () => void;
}) {
  const t = useGitopsTranslation();
  const api = useApi(gitopsApiRef);
  const { entityRef } = props;
  const service = entityRef && serviceName(entityRef);
  const [environments, setEnvironments] = useState(
    props.environments.length === 1 ? props.environments : [],
  );
  const [isEvery, setIsEvery] = useState(false);
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState<Until>({ isOpen: true });
  const [attempts, setAttempts] = useState(0);
  const isChecked = attempts > 0;
  const { run, isRunning, error } = useAction();
  const fields = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The first that is wrong
    if (attempts > 0)
      fields.current
        ?.querySelector<HTMLElement>('[aria-invalid="true"]')
        ?.focus();
  }, [attempts]);

  const text = reason.trim();
  const tooLong = text.length - MAX_FREEZE_REASON_LENGTH;
  let reasonError: string | null = null;
  if (tooLong > 0)
    reasonError = t('freezes.dialog.reasonTooLong', { count: tooLong });
  else if (isChecked && text === '')
    reasonError = t('freezes.dialog.reasonMissing');
  const end = until.isOpen ? undefined : until.at;

  const freeze = () => {
    setAttempts(count => count + 1);
    const isComplete =
      environments.length > 0 &&
      text !== '' &&
      tooLong <= 0 &&
      isPossible(until);
    if (!isComplete) return;
    run(
      signal =>
        api.createFreeze(
          {
            services: isEvery || !entityRef ? [EVERYTHING] : [entityRef],
            environments,
            reason: text,
            timeZone: readersTimeZone(),
            ...(end && { until: end.toISOString() }),
          },
          { signal },
        ),
      props.onFrozen,
    );
  };

  return (
    <RequestDialog
      title={
        service
          ? t('freezes.dialog.title', { service })
          : t('freezes.dialog.titleAll')
      }
      width={480}
      isWritten={text !== ''}
      onClose={props.onClose}
    >
      <DialogBody ref={fields} className={dialog.body}>
        <EnvironmentChoice
          environments={props.environments}
          chosen={environments}
          onChange={setEnvironments}
          isChecked={isChecked}
        />
        {service && props.mayFreezeAll && (
          <EveryService
            service={service}
            isEvery={isEvery}
            onChange={setIsEvery}
          />
        )}
        <UntilField value={until} onChange={setUntil} isChecked={isChecked} />
        <Field
          label={t('freezes.dialog.reason')}
          use={t('freezes.dialog.reasonUse')}
          error={reasonError}
          value={reason}
          onChange={setReason}
        />
      </DialogBody>
      <RequestFooter
        error={error && <FailureText error={error} />}
        consequence={t('freezes.dialog.consequence')}
      >
        <Button variant="primary" isPending={isRunning} onPress={freeze}>
          {t('freezes.dialog.submit')}
        </Button>
      </RequestFooter>
    </RequestDialog>
  );
}
