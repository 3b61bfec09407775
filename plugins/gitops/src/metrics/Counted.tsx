import { Button, Card, Skeleton } from '@backstage/ui';
import {
  CountedDeployment,
  MetricsFilter,
} from 'backstage-plugin-gitops-common';
import { useState } from 'react';
import { LoadFailure } from '../live/LoadFailure';
import { DataTable } from '../parts/DataTable';
import { displayName, displayVersion, serviceName } from '../text/displayText';
import { clockTime } from '../text/formats';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './MetricsContent.module.css';
import { useCounted } from './useMetrics';

/** The deployments behind the figures, on request. */
export function Counted(props: { filter: MetricsFilter; now: number }) {
  const t = useGitopsTranslation();
  const [isShown, setIsShown] = useState(false);
  return (
    <Card className={styles.weeks}>
      <div className={styles.countedHeader}>
        <h3 className={styles.heading}>{t('metrics.counted.title')}</h3>
        <Button
          variant="secondary"
          size="small"
          aria-expanded={isShown}
          onPress={() => setIsShown(!isShown)}
        >
          {isShown ? t('metrics.counted.hide') : t('metrics.counted.show')}
        </Button>
      </div>
      {isShown && <CountedList {...props} />}
    </Card>
  );
}

const columns = [
  'service',
  'application',
  'version',
  'result',
  'ended',
] as const;

function CountedList({ filter, now }: { filter: MetricsFilter; now: number }) {
  const t = useGitopsTranslation();
  const [before, setBefore] = useState<string | undefined>();
  const live = useCounted(filter, before);
  if (live.status === 'loading')
    return <Skeleton aria-hidden width="100%" height={160} />;
  if (live.status === 'error')
    return (
      <LoadFailure
        title={t('metrics.errorTitle')}
        failure={live.failure}
        onRetry={live.refresh}
      />
    );
  const { items, next } = live.data;
  if (items.length === 0 && before === undefined)
    return <p className={styles.made}>{t('metrics.counted.none')}</p>;
  return (
    <>
      <DataTable
        label={t('metrics.counted.title')}
        columns={columns.map(column => t(`metrics.counted.${column}`))}
      >
        {items.map(item => (
          <CountedRow key={item.id} deployment={item} now={now} />
        ))}
      </DataTable>
      <div className={styles.paging}>
        {before !== undefined && (
          <Button
            variant="secondary"
            size="small"
            onPress={() => setBefore(undefined)}
          >
            {t('metrics.counted.newest')}
          </Button>
        )}
        {next !== null && (
          <Button
            variant="secondary"
            size="small"
            onPress={() => setBefore(next)}
          >
            {t('metrics.counted.older')}
          </Button>
        )}
      </div>
    </>
  );
}

function CountedRow(props: { deployment: CountedDeployment; now: number }) {
  const t = useGitopsTranslation();
  const { deployment, now } = props;
  const { instance, namespace, name, version } = deployment;
  return (
    <tr>
      <td>{serviceName(deployment.service)}</td>
      <td>{[instance, namespace, name].map(displayName).join(' / ')}</td>
      <td>{version === null ? '–' : displayVersion(version)}</td>
      <td>{t(`metrics.result.${deployment.result}`)}</td>
      <td>{clockTime(deployment.finishedAt, now, t)}</td>
    </tr>
  );
}
