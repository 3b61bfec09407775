import { Alert, Card, VisuallyHidden } from '@backstage/ui';
import { ServiceDeployments } from 'backstage-plugin-gitops-common';
import { Failure } from '../live/LiveResource';
import { failureSentence } from '../live/failureSentence';
import { LoadFailure, NextTry } from '../live/LoadFailure';
import { displayText } from '../text/displayText';
import { clockTime } from '../time/duration';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { AnnotationProblems } from './AnnotationProblems';
import styles from './DeploymentsCard.module.css';
import { DeploymentsSkeleton } from './DeploymentsSkeleton';
import { EmptyDeployments } from './EmptyDeployments';
import { EnvironmentList } from './EnvironmentList';
import { StaleInstances } from './StaleInstances';
import { useAnnouncement } from './useAnnouncement';
import { useServiceDeployments } from './useServiceDeployments';
import { summaryOf } from './wording';

/** What runs of one service in each environment, and whether it is well. */
export function DeploymentsCard({ entityRef }: { entityRef: string }) {
  const t = useGitopsTranslation();
  const live = useServiceDeployments(entityRef);
  const data = live.status === 'data' ? live.data : null;
  const announcement = useAnnouncement(data && data.environments, t);
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
          <Environments deployments={live.data} />
        </div>
      )}
    </Card>
  );
}

function Environments({ deployments }: { deployments: ServiceDeployments }) {
  if (deployments.environments.length > 0)
    return <EnvironmentList environments={deployments.environments} />;
  // Why nothing was looked for stands above
  if (deployments.problems.length > 0) return null;
  return <EmptyDeployments deployments={deployments} />;
}

/** The portal's own backend doesn't answer any more: what is shown is from before. */
function NotUpdated({ readAt, failure }: { readAt: number; failure: Failure }) {
  const t = useGitopsTranslation();
  const time = clockTime(new Date(readAt).toISOString(), Date.now());
  return (
    <Alert
      icon
      status="warning"
      title={<span role="alert">{t('notUpdated.title', { time })}</span>}
      description={
        <>
          {displayText(failureSentence(failure.error, t), { maxLength: 300 })}{' '}
          <NextTry failure={failure} />
        </>
      }
    />
  );
}
