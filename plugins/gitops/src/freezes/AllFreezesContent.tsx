import { Button, Card, Skeleton, VisuallyHidden } from '@backstage/ui';
import { Freeze } from 'backstage-plugin-gitops-common';
import { useRef, useState } from 'react';
import { LoadFailure } from '../live/LoadFailure';
import { useMessage } from '../live/useMessage';
import { Empty } from '../parts/Empty';
import { Page } from '../parts/Page';
import { useNow } from '../time/useNow';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './AllFreezesContent.module.css';
import { EndedFreezes } from './EndedFreezes';
import { FreezeDialog, ServiceFreeze } from './FreezeDialogOnRequest';
import { FreezeItem } from './FreezeItem';
import { useEndedFreezes, useFreezes } from './useFreezes';

const tickMs = 15_000;

/** All freezes that the reader may see: in force, to come and ended. */
export function AllFreezesContent() {
  const t = useGitopsTranslation();
  const now = useNow(tickMs);
  const { refresh, ...live } = useFreezes();
  const ended = useEndedFreezes();
  const [message, tell] = useMessage();
  const [asking, setAsking] = useState<'all' | 'one' | null>(null);
  const present = useRef<HTMLDivElement>(null);
  const freezes = live.status === 'data' ? live.data : null;
  const changed = (text: string) => {
    tell(text);
    refresh();
    ended.refresh();
  };
  const frozen = () => {
    setAsking(null);
    changed(t('freezes.frozenNow'));
  };
  const toCome = (freeze: Freeze) => Date.parse(freeze.from) > now;
  const inForce = freezes?.items.filter(freeze => !toCome(freeze)) ?? [];
  const later = freezes?.items.filter(toCome) ?? [];
  const list = (title: string, items: Freeze[]) => (
    <>
      <h3 className={styles.heading}>{title}</h3>
      <ul className={styles.list} aria-label={title}>
        {items.map(freeze => (
          <FreezeItem
            key={freeze.id}
            freeze={freeze}
            now={now}
            withServices
            onEnded={() => {
              // The button that has the focus goes
              present.current?.focus();
              changed(t('freezes.ended'));
            }}
          />
        ))}
      </ul>
    </>
  );
  return (
    <Page
      title={t('freezes.title')}
      actions={
        freezes !== null && (
          <>
            {freezes.mayFreezeSome && (
              <Button
                variant="secondary"
                size="small"
                onPress={() => setAsking('one')}
              >
                {t('freezes.freezeOne')}
              </Button>
            )}
            {freezes.mayFreeze.length > 0 && (
              <Button
                variant="secondary"
                size="small"
                onPress={() => setAsking('all')}
              >
                {t('freezes.freezeAll')}
              </Button>
            )}
          </>
        )
      }
    >
      {message}
      <Card className={styles.card}>
        <div
          ref={present}
          tabIndex={-1}
          role="group"
          aria-label={t('freezes.title')}
          className={styles.present}
        >
          {live.status === 'loading' && (
            <>
              <VisuallyHidden role="status">
                {t('freezes.loading')}
              </VisuallyHidden>
              <Skeleton aria-hidden width={320} height={20} />
            </>
          )}
          {live.status !== 'loading' && live.failure && (
            <LoadFailure
              title={t('freezes.errorTitle')}
              failure={live.failure}
              onRetry={refresh}
            />
          )}
          {freezes?.items.length === 0 && (
            <Empty
              title={t('freezes.emptyTitle')}
              text={t('freezes.emptyText')}
            />
          )}
          {inForce.length > 0 && list(t('freezes.inForce'), inForce)}
          {later.length > 0 && list(t('freezes.toCome'), later)}
        </div>
      </Card>
      <EndedFreezes live={ended} now={now} />
      {freezes !== null && asking === 'all' && (
        <FreezeDialog
          environments={freezes.mayFreeze}
          mayFreezeAll={freezes.mayFreezeAll}
          onClose={() => setAsking(null)}
          onFrozen={frozen}
        />
      )}
      {asking === 'one' && (
        <ServiceFreeze onClose={() => setAsking(null)} onFrozen={frozen} />
      )}
    </Page>
  );
}
