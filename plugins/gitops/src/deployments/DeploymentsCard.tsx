import { Alert, Card, VisuallyHidden } from '@backstage/ui';
import { ServiceDeployments } from 'backstage-plugin-gitops-common';
import { useCallback, useMemo } from 'react';
import { Failure, Live } from '../live/LiveResource';
import { FailureText } from '../live/FailureText';
import { LoadFailure, NextTry } from '../live/LoadFailure';
import { useAnnouncement } from '../live/useAnnouncement';
import { useSettled } from '../live/useSettled';
import { ServiceEnvironments } from '../promotions/ServiceEnvironments';
import { Movements, useMovements } from '../promotions/useMovements';
import { promotionChanges } from '../promotions/wording';
import { displayName } from '../text/displayText';
import { clockTime } from '../text/formats';
import {
  Translate,
  useGitopsTranslation,
} from '../translations/useGitopsTranslation';
import { AnnotationProblems } from './AnnotationProblems';
import { changesBetween } from './changesBetween';
import styles from './DeploymentsCard.module.css';
import { DeploymentsSkeleton } from './DeploymentsSkeleton';
import { EmptyDeployments } from './EmptyDeployments';
import { StaleInstances } from './StaleInstances';
import { useServiceDeployments } from './useServiceDeployments';
import { environmentTitle, summaryOf } from './wording';

/** What moves is asked for at the same time, and shown at the same time where it comes soon, so that no row moves away from under a reader */
const patienceMs = 1_000;

/** What runs of one service in each environment, and whether it is well. */
export function DeploymentsCard({ entityRef }: { entityRef: string }) {
  const t = useGitopsTranslation();
  const deployments = useServiceDeployments(entityRef);
  const movements = useMovements(entityRef);
  const isSettled = useSettled(movements.status !== 'loading', patienceMs);
  const live: typeof deployments =
    deployments.status === 'data' && !isSettled
      ? { status: 'loading', refresh: deployments.refresh }
      : deployments;
  const data = live.status === 'data' ? live.data : null;
  const announcement = useChanges(data, movements, t);
  const summary = data && summaryOf(data.environments, t);
  return (
    <Card
      className={styles.card}
      aria-label={t('card.title')}
      aria-busy={live.status === 'loading'}
    >
      <div className={styles.header}>
        <h2 className={styles.title}>{t('card.title')}</h2>
        {summary && <span className={styles.summary}>{summary}</span>}
      </div>
      <VisuallyHidden
        role="status"
        aria-live="polite"
        data-testid="gitops-announcement"
      >
        {announcement}
      </VisuallyHidden>
      {live.status === 'loading' && <DeploymentsSkeleton />}
      {live.status === 'error' && (
        <LoadFailure
          title={t('error.title')}
          failure={live.failure}
          note={t('error.serviceIsFine')}
          onRetry={live.refresh}
        />
      )}
      {live.status === 'data' && (
        <div className={styles.content}>
          {live.failure && (
            <NotUpdated readAt={live.readAt} failure={live.failure} />
          )}
          <AnnotationProblems problems={live.data.problems} />
          <StaleInstances
            instances={live.data.instances}
            environments={live.data.environments}
          />
          <Environments deployments={live.data} movements={movements} />
        </div>
      )}
    </Card>
  );
}

/** Tells of changes of state, and of promotions that have come further. */
function useChanges(
  deployments: ServiceDeployments | null,
  movements: Live<Movements>,
  t: Translate,
): string {
  const environments = deployments && deployments.environments;
  const promotions =
    movements.status === 'data' ? movements.data.promotions : null;
  const shown = useMemo(
    () => environments && { environments, promotions },
    [environments, promotions],
  );
  return useAnnouncement(
    shown,
    useCallback(
      (before, after) => {
        const titleOf = (name: string) => {
          const found = after.environments.find(
            ({ environment }) => environment === name,
          );
          return found ? environmentTitle(found, t) : displayName(name);
        };
        return [
          changesBetween(before.environments, after.environments, t),
          before.promotions &&
            after.promotions &&
            promotionChanges(before.promotions, after.promotions, titleOf, t),
        ]
          .filter(Boolean)
          .join(' ');
      },
      [t],
    ),
  );
}

function Environments({
  deployments,
  movements,
}: {
  deployments: ServiceDeployments;
  movements: ReturnType<typeof useMovements>;
}) {
  if (deployments.environments.length > 0)
    return (
      <ServiceEnvironments deployments={deployments} movements={movements} />
    );
  // Why nothing was looked for stands above
  if (deployments.problems.length > 0) return null;
  return <EmptyDeployments deployments={deployments} />;
}

/** The portal's own backend doesn't answer any more: what is shown is from before. */
function NotUpdated({ readAt, failure }: { readAt: number; failure: Failure }) {
  const t = useGitopsTranslation();
  const time = clockTime(new Date(readAt).toISOString(), Date.now(), t);
  return (
    <Alert
      icon
      status="warning"
      title={<span role="alert">{t('notUpdated.title', { time })}</span>}
      description={
        <>
          <FailureText error={failure.error} /> <NextTry failure={failure} />
        </>
      }
    />
  );
}
