import { Button } from '@backstage/ui';
import { useRef, useState } from 'react';
import { LoadFailure } from '../live/LoadFailure';
import { useMessage } from '../live/useMessage';
import { useNow } from '../time/useNow';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { FreezeDialog } from './FreezeDialogOnRequest';
import { FreezeItem } from './FreezeItem';
import styles from './FreezesPart.module.css';
import { useFreezes } from './useFreezes';

const tickMs = 15_000;

/**
 * The freezes of a service in force and to come; those who may freeze it or end them do that here.
 * Shows nothing to others while there is no freeze.
 */
export function FreezesPart(props: {
  entityRef: string;
  /** Something was frozen, or is not any more */
  onChanged: () => void;
}) {
  const t = useGitopsTranslation();
  const now = useNow(tickMs);
  const { refresh, ...live } = useFreezes(props.entityRef);
  const [isAsking, setIsAsking] = useState(false);
  const part = useRef<HTMLDivElement>(null);
  const [message, tell] = useMessage();
  const changed = (text: string) => {
    tell(text);
    refresh();
    props.onChanged();
  };
  if (live.status === 'loading') return null;
  const freezes = live.status === 'data' ? live.data : null;
  return (
    <>
      {message}
      <div
        ref={part}
        tabIndex={-1}
        role="group"
        aria-label={t('freezes.title')}
        className={styles.part}
      >
        {live.failure && (
          <LoadFailure
            title={t('freezes.errorTitle')}
            failure={live.failure}
            onRetry={refresh}
          />
        )}
        {freezes !== null && freezes.items.length > 0 && (
          <ul className={styles.freezes} aria-label={t('freezes.title')}>
            {freezes.items.map(freeze => (
              <FreezeItem
                key={freeze.id}
                freeze={freeze}
                now={now}
                onEnded={() => {
                  // The button that has the focus goes
                  part.current?.focus();
                  changed(t('freezes.ended'));
                }}
              />
            ))}
          </ul>
        )}
        {freezes !== null && freezes.mayFreeze.length > 0 && (
          <Button
            variant="secondary"
            size="small"
            onPress={() => setIsAsking(true)}
          >
            {t('freezes.freeze')}
          </Button>
        )}
        {freezes !== null && isAsking && (
          <FreezeDialog
            entityRef={props.entityRef}
            environments={freezes.mayFreeze}
            mayFreezeAll={freezes.mayFreezeAll}
            onClose={() => setIsAsking(false)}
            onFrozen={() => {
              setIsAsking(false);
              changed(t('freezes.frozenNow'));
            }}
          />
        )}
      </div>
    </>
  );
}
