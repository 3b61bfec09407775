import { Card, Skeleton, VisuallyHidden } from '@backstage/ui';
import { LoadFailure } from '../live/LoadFailure';
import { Empty } from '../parts/Empty';
import { Page } from '../parts/Page';
import { Snippet } from '../parts/Snippet';
import { useNow } from '../time/useNow';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { InstanceCard } from './InstanceCard';
import styles from './InstancesContent.module.css';
import { useInstances } from './useInstances';

const example = `gitops:
  argocd:
    instances:
      - name: main
        url: https://argocd.example.com
        token: \${ARGOCD_TOKEN}`;

/** The Argo CD instances: whether they are read, since when not, why, and what to do. */
export function InstancesContent() {
  const t = useGitopsTranslation();
  const live = useInstances();
  const now = useNow(5_000);
  return (
    <Page title={t('instances.title')}>
      {live.status === 'loading' && (
        <>
          <div role="status">
            <VisuallyHidden>{t('instances.loading')}</VisuallyHidden>
          </div>
          <div className={styles.instances} aria-hidden>
            <Skeleton height={168} />
            <Skeleton height={168} />
          </div>
        </>
      )}
      {(live.status === 'error' || (live.status === 'data' && live.failure)) &&
        live.failure && (
          <Card className={styles.notice}>
            <LoadFailure
              title={t('instances.errorTitle')}
              forbidden={t('instances.forbidden')}
              failure={live.failure}
              onRetry={live.refresh}
            />
          </Card>
        )}
      {live.status === 'data' && live.data.length === 0 && (
        <Card className={styles.notice}>
          <Empty
            title={t('instances.emptyTitle')}
            text={t('instances.emptyText')}
          />
          <Snippet text={example} copyLabel={t('instances.copy')} />
        </Card>
      )}
      {live.status === 'data' && live.data.length > 0 && (
        <ul className={styles.instances} aria-label={t('instances.title')}>
          {live.data.map(instance => (
            <InstanceCard key={instance.name} instance={instance} now={now} />
          ))}
        </ul>
      )}
    </Page>
  );
}
