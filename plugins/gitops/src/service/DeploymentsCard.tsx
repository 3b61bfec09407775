import { Alert, Card, VisuallyHidden } from '@backstage/ui';
import { Service } from 'backstage-plugin-gitops-common';
import { useCallback, useMemo } from 'react';
import { CompareButton } from '../comparison/CompareButton';
import { Failure, Live } from '../live/LiveResource';
import { FailureText } from '../live/FailureText';
import { LoadFailure, NextTry } from '../live/LoadFailure';
import { useAnnouncement } from '../live/useAnnouncement';
import { Environments } from './Environments';
import { promotionChanges, promotionsOf } from '../promotions/wording';
import { useService } from './useService';
import { clockTime } from '../text/formats';
import { goldenPathText } from '../text/goldenPathText';
import { useNow } from '../time/useNow';
import tokens from '../tokens.module.css';
import {
  Translate,
  useGitopsTranslation,
} from '../translations/useGitopsTranslation';
import { AnnotationProblems } from './AnnotationProblems';
import { ChangeButton } from './ChangeButton';
import { changesBetween } from './changesBetween';
import styles from './DeploymentsCard.module.css';
import { DeploymentsSkeleton } from './DeploymentsSkeleton';
import { EmptyDeployments } from './EmptyDeployments';
import { lastKnown } from './lastKnown';
import { PreviewList } from './PreviewList';
import { StaleInstances } from './StaleInstances';
import { summaryOf, titlesIn } from '../status/wording';

/** After this time without an answer, the card no longer shows the present state */
const silentMs = 60_000;

/** What runs of one service in each environment, and whether it is well. */
export function DeploymentsCard({ entityRef }: { entityRef: string }) {
  const t = useGitopsTranslation();
  const live = useService(entityRef);
  const service = useShown(live);
  const announcement = useChanges(live.status === 'data' ? live.data : null, t);
  const summary = service && summaryOf(service.deployments.environments, t);
  return (
    <Card
      className={`${tokens.tokens} ${styles.card}`}
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
          forbidden={t('error.forbidden')}
          failure={live.failure}
          note={t('error.serviceIsFine')}
          onRetry={live.refresh}
        />
      )}
      {live.status === 'data' && service && (
        <div className={styles.content}>
          {live.failure && <NotUpdated failure={live.failure} />}
          <AnnotationProblems problems={service.deployments.problems} />
          <StaleInstances {...service.deployments} />
          <Content service={service} onChanged={live.follow} />
          {service.deployments.previews.length > 0 && (
            <section className={styles.previews}>
              <h3 className={styles.subtitle}>{t('previews.title')}</h3>
              <PreviewList previews={service.deployments.previews} />
            </section>
          )}
          {service.goldenPath && (
            <p className={styles.note}>
              {t('card.goldenPath', {
                version: goldenPathText(service.goldenPath, t),
              })}
            </p>
          )}
          <div className={styles.buttons}>
            <CompareButton deployments={service.deployments} />
            {service.deployments.environments.length > 0 && (
              <ChangeButton entityRef={entityRef} />
            )}
          </div>
        </div>
      )}
    </Card>
  );
}

/** What is shown: of a backend that has been silent for a while, what it answered last. */
function useShown(live: Live<Service>): Service | null {
  const now = useNow(15_000);
  const data = live.status === 'data' ? live.data : null;
  const readAt = (live.status === 'data' && live.failure?.readAt) || now;
  const isSilent = now - readAt > silentMs;
  return useMemo(
    () => (data && isSilent ? lastKnown(data, readAt) : data),
    // While it is silent, `readAt` stands still
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [data, isSilent, isSilent && readAt],
  );
}

/** Announces changes of state and the progress of promotions to screen readers. */
function useChanges(service: Service | null, t: Translate): string {
  return useAnnouncement(
    service,
    useCallback(
      (before: Service, after: Service) =>
        [
          changesBetween(
            before.deployments.environments,
            after.deployments.environments,
            t,
          ),
          // A state that could not be read before is not announced
          !before.missing.some(({ part }) => part === 'transitions') &&
            promotionChanges(
              promotionsOf(before.transitions),
              promotionsOf(after.transitions),
              titlesIn(after.deployments, t),
              t,
            ),
        ]
          .filter(Boolean)
          .join(' '),
      [t],
    ),
  );
}

function Content(props: { service: Service; onChanged: () => void }) {
  const { deployments } = props.service;
  if (deployments.environments.length > 0) return <Environments {...props} />;
  // Why nothing was looked for stands above, and what was found below
  if (deployments.problems.length > 0 || deployments.previews.length > 0)
    return null;
  return <EmptyDeployments deployments={deployments} />;
}

/** The portal's own backend doesn't answer any more: what is shown is from before. */
function NotUpdated({ failure }: { failure: Failure }) {
  const t = useGitopsTranslation();
  const readAt = new Date(failure.readAt ?? 0).toISOString();
  const time = clockTime(readAt, useNow(60_000), t);
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
