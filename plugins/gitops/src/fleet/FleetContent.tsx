import { Card } from '@backstage/ui';
import { LoadFailure } from '../live/LoadFailure';
import { Empty } from '../parts/Empty';
import { Page } from '../parts/Page';
import { ShownRelease } from '../releases/ReleasePanel';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './FleetContent.module.css';
import { FleetSkeleton } from './FleetSkeleton';
import { FleetTable } from './FleetTable';
import { useFleet } from './useFleet';

/** Every service in every environment: what runs, how it is, and what is not in production yet. */
export function FleetContent() {
  const t = useGitopsTranslation();
  const live = useFleet();
  const failure = live.status === 'loading' ? null : live.failure;
  return (
    <Page title={t('pages.fleet')}>
      <ShownRelease />
      {failure && (
        <Card className={styles.notice}>
          <LoadFailure
            title={t('fleet.errorTitle')}
            forbidden={t('fleet.forbidden')}
            failure={failure}
            onRetry={live.refresh}
          />
        </Card>
      )}
      {live.status === 'loading' && <FleetSkeleton />}
      {live.status === 'data' && live.data.services.length === 0 && (
        <Card className={styles.notice}>
          <Empty
            title={t('fleet.emptyTitle')}
            text={t(
              live.data.isRestricted
                ? 'fleet.emptyRestricted'
                : 'fleet.emptyText',
            )}
          />
        </Card>
      )}
      {live.status === 'data' && live.data.services.length > 0 && (
        <FleetTable fleet={live.data} />
      )}
    </Page>
  );
}
