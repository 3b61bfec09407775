import { Card } from '@backstage/ui';
import { ReactNode } from 'react';
import { LoadFailure } from '../live/LoadFailure';
import { Page } from '../parts/Page';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './FleetContent.module.css';
import { FleetSkeleton } from './FleetSkeleton';
import { FleetTable } from './FleetTable';
import { useFleet } from './useFleet';

export interface FleetContentProps {
  /**
   * What can be done with the selected services, as buttons of the selection bar
   *
   * @param services - references of entities
   */
  actions?(services: readonly string[]): ReactNode;
}

/** Every service in every environment: what runs, how it is, and what is not in production yet. */
export function FleetContent({ actions }: FleetContentProps) {
  const t = useGitopsTranslation();
  const live = useFleet();
  const failure = live.status === 'loading' ? null : live.failure;
  return (
    <Page title={t('pages.fleet')}>
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
          <p className={styles.emptyTitle}>{t('fleet.emptyTitle')}</p>
          <p className={styles.emptyText}>
            {t(
              live.data.isRestricted
                ? 'fleet.emptyRestricted'
                : 'fleet.emptyText',
            )}
          </p>
        </Card>
      )}
      {live.status === 'data' && live.data.services.length > 0 && (
        <FleetTable fleet={live.data} actions={actions} />
      )}
    </Page>
  );
}
