import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Select,
} from '@backstage/ui';
import { useEffect, useRef, useState } from 'react';
import { LoadFailure } from '../live/LoadFailure';
import { useReturnedFocus } from '../live/useReturnedFocus';
import dialog from '../parts/dialog.module.css';
import { displayName, serviceName } from '../text/displayText';
import tokens from '../tokens.module.css';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { FreezeDialog } from './FreezeDialog';
import { useFreezes, useServices } from './useFreezes';

/** Asks which service is to be frozen, and then what the dialog of a service asks. */
export function ServiceFreeze(props: {
  onClose: () => void;
  onFrozen: () => void;
}) {
  const t = useGitopsTranslation();
  const [ref, setRef] = useState<string | null>(null);
  const [isChosen, setIsChosen] = useState(false);
  const services = useServices();
  const freezes = useFreezes(ref ?? undefined);
  const title = useRef<HTMLSpanElement>(null);
  useEffect(() => title.current?.focus(), []);
  useReturnedFocus();
  const rights =
    ref !== null && freezes.status === 'data' ? freezes.data : null;
  if (isChosen && ref !== null && rights)
    return (
      <FreezeDialog
        {...props}
        entityRef={ref}
        environments={rights.mayFreeze}
        mayFreezeAll={rights.mayFreezeAll}
      />
    );
  const failed = [services, freezes].find(
    live => live.status !== 'loading' && live.failure,
  );
  return (
    <Dialog
      className={tokens.tokens}
      isOpen
      onOpenChange={isOpen => !isOpen && props.onClose()}
      width={480}
    >
      <DialogHeader className={dialog.header}>
        <span ref={title} tabIndex={-1} className={dialog.title}>
          {t('freezes.choose.title')}
        </span>
      </DialogHeader>
      <DialogBody className={dialog.body}>
        <Select
          label={t('freezes.choose.service')}
          searchable
          isDisabled={services.status !== 'data'}
          options={optionsOf(services, t('language'))}
          value={ref}
          onChange={key => setRef(String(key))}
        />
        <p role="status">
          {ref !== null &&
            rights?.mayFreeze.length === 0 &&
            t('freezes.choose.notAllowed', { service: serviceName(ref) })}
        </p>
        {failed?.status !== 'loading' && failed?.failure && (
          <LoadFailure
            title={t('freezes.errorTitle')}
            failure={failed.failure}
            onRetry={failed.refresh}
          />
        )}
      </DialogBody>
      <DialogFooter className={dialog.footer}>
        <Button variant="secondary" slot="close">
          {t('promote.cancel')}
        </Button>
        <Button
          variant="primary"
          isDisabled={!rights || rights.mayFreeze.length === 0}
          onPress={() => setIsChosen(true)}
        >
          {t('freezes.choose.next')}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}

function optionsOf(services: ReturnType<typeof useServices>, language: string) {
  return (services.status === 'data' ? [...services.data] : [])
    .map(({ ref, title }) => ({ value: ref, label: displayName(title) }))
    .sort((a, b) => a.label.localeCompare(b.label, language));
}
