import {
  ButtonIcon,
  Menu,
  MenuItem,
  MenuSection,
  MenuTrigger,
} from '@backstage/ui';
import { RiMore2Line } from '@remixicon/react';
import { useEffect, useRef, useState } from 'react';
import { ActionQuestion } from '../parts/ActionQuestion';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { ActionOutcome } from './ActionOutcome';
import styles from './ActionsButton.module.css';
import { ActionsProps } from './ActionsButton';
import { applicationTitle, ArgoCdRequest, requestsOf } from './requests';
import { useArgoCdRequest } from './useArgoCdRequest';
import { questionText, requestText } from './wording';

/** The button and its menu, open to begin with, and how it went with what was asked for. */
export function ActionsMenu(props: ActionsProps) {
  const t = useGitopsTranslation();
  const { environment, applications, actions, onAsked } = props;
  const [isOpen, setIsOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const { ask, asked } = useArgoCdRequest(onAsked);
  /** Deploys, so it is asked for twice */
  const [sync, setSync] = useState<ArgoCdRequest | null>(null);
  const stopAsking = () => {
    setSync(null);
    button.current?.focus();
  };
  // It takes the place of the button that was pressed, and is where the focus comes back to
  useEffect(() => {
    button.current?.focus();
    setIsOpen(true);
  }, []);
  const itemsOf = (application: ActionsProps['applications'][number]) =>
    requestsOf(application, actions).map(request => (
      <MenuItem
        key={request.action}
        onAction={() =>
          request.action === 'sync' ? setSync(request) : ask(request)
        }
      >
        {requestText(request, t)}
      </MenuItem>
    ));
  return (
    <>
      <span className={styles.button}>
        <MenuTrigger isOpen={isOpen} onOpenChange={setIsOpen}>
          <ButtonIcon
            ref={button}
            variant="tertiary"
            size="small"
            aria-label={t('actions.menu', { environment })}
            isPending={asked?.status === 'running'}
            icon={<RiMore2Line aria-hidden />}
          />
          <Menu placement="bottom end">
            {applications.length === 1
              ? itemsOf(applications[0])
              : applications.map((application, index) => (
                  <MenuSection
                    key={index}
                    title={applicationTitle(application, applications)}
                  >
                    {itemsOf(application)}
                  </MenuSection>
                ))}
          </Menu>
        </MenuTrigger>
      </span>
      {sync ? (
        <div className={styles.outcome}>
          <ActionQuestion
            question={questionText(sync, t)}
            answer={t('actions.syncNow')}
            isRunning={false}
            onConfirm={() => {
              ask(sync);
              stopAsking();
            }}
            onCancel={stopAsking}
          />
        </div>
      ) : (
        <ActionOutcome asked={asked} />
      )}
    </>
  );
}
