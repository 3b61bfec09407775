import { Card, Skeleton, VisuallyHidden } from '@backstage/ui';
import { Fleet, MetricsFilter } from 'backstage-plugin-gitops-common';
import { LoadFailure } from '../live/LoadFailure';
import { Page } from '../parts/Page';
import { dayText } from '../text/formats';
import { useNow } from '../time/useNow';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { useUrlParameter } from '../url/useUrlParameter';
import { Counted } from './Counted';
import { Figures } from './Figures';
import { Chosen, Filters } from './Filters';
import styles from './MetricsContent.module.css';
import { useChoices, useMetrics } from './useMetrics';
import { Weeks } from './Weeks';
import { defaultWindow, windows, windowStart } from './window';

/** How often, how fast and how reliably services are deployed. Never about people. */
export function MetricsContent() {
  const t = useGitopsTranslation();
  const live = useChoices();
  const choices = live.status === 'data' ? live.data : null;
  return (
    <Page title={t('metrics.title')}>
      {live.status === 'loading' && <MetricsSkeleton />}
      {live.status === 'error' && (
        <Card className={styles.notice}>
          <LoadFailure
            title={t('metrics.errorTitle')}
            forbidden={t('metrics.forbidden')}
            failure={live.failure}
            onRetry={live.refresh}
          />
        </Card>
      )}
      {choices?.environments.length === 0 && (
        <Card className={styles.notice}>{t('metrics.noEnvironment')}</Card>
      )}
      {choices && choices.environments.length > 0 && (
        <FilteredMetrics choices={choices} />
      )}
    </Page>
  );
}

function FilteredMetrics({ choices }: { choices: Fleet }) {
  const now = useNow(60_000);
  const parameters = {
    environment: useUrlParameter('environment'),
    owner: useUrlParameter('owner'),
    system: useUrlParameter('system'),
    service: useUrlParameter('service'),
    weeks: useUrlParameter('weeks'),
  };
  const [weeks] = parameters.weeks;
  const isWindow = windows.some(count => `${count}` === weeks);
  const chosen: Chosen = {
    environment: parameters.environment[0] ?? choices.environments.at(-1)!.name,
    owner: parameters.owner[0],
    system: parameters.system[0],
    service: parameters.service[0],
    weeks: isWindow ? weeks : `${defaultWindow}`,
  };
  const filter: MetricsFilter = {
    environment: chosen.environment!,
    owner: chosen.owner ?? undefined,
    system: chosen.system ?? undefined,
    service: chosen.service ?? undefined,
    from: windowStart(Number(chosen.weeks), now),
  };
  return (
    <>
      <Filters
        choices={choices}
        chosen={chosen}
        onChoose={(name, value) => parameters[name][1](value)}
      />
      <Metrics key={JSON.stringify(filter)} filter={filter} now={now} />
    </>
  );
}

function Metrics({ filter, now }: { filter: MetricsFilter; now: number }) {
  const t = useGitopsTranslation();
  const live = useMetrics(filter);
  const metrics = live.status === 'data' ? live.data : null;
  return (
    <>
      {live.status === 'loading' && <MetricsSkeleton />}
      {live.status !== 'loading' && live.failure && (
        <Card className={styles.notice}>
          <LoadFailure
            title={t('metrics.errorTitle')}
            forbidden={t('metrics.forbidden')}
            failure={live.failure}
            onRetry={live.refresh}
          />
        </Card>
      )}
      {metrics && (
        <>
          <p className={styles.scope} role="status">
            {t('metrics.scope', { count: metrics.services })}{' '}
            {metrics.recordedSince === null
              ? t('metrics.neverRecorded')
              : t('metrics.recordedSince', {
                  day: dayText(metrics.recordedSince, t),
                })}
          </p>
          <Figures metrics={metrics} />
          <Weeks weeks={metrics.weeks} />
          <Counted filter={filter} now={now} />
        </>
      )}
    </>
  );
}

function MetricsSkeleton() {
  const t = useGitopsTranslation();
  return (
    <>
      <VisuallyHidden role="status">{t('metrics.loading')}</VisuallyHidden>
      <div className={styles.figures} aria-hidden>
        {[0, 1, 2, 3].map(index => (
          <Skeleton key={index} width="100%" height={150} />
        ))}
      </div>
      <Skeleton aria-hidden width="100%" height={240} />
    </>
  );
}
