import {
  DeploymentHistory,
  PromotionItem,
} from 'backstage-plugin-gitops-common';
import { ReactNode, useState } from 'react';
import { focusRowBefore } from '../live/focusRowBefore';
import { LoadFailure } from '../live/LoadFailure';
import { Loaded } from '../live/Loaded';
import { DataTable } from '../parts/DataTable';
import { TextButton } from '../parts/TextButton';
import { usePromotions } from '../promotions/usePromotions';
import { clockTime } from '../text/formats';
import { useNow } from '../time/useNow';
import {
  Translate,
  useGitopsTranslation,
} from '../translations/useGitopsTranslation';
import { HistoryRow } from './HistoryRow';
import styles from './HistoryPart.module.css';
import { Panel } from './Panel';
import { useHistory } from './useHistory';

const columns = ['version', 'who', 'started', 'took', 'result', 'git'] as const;

interface Pages {
  service: string;
  environment: string;
  promotions: PromotionItem[];
  onMore: () => void;
}

/** Finished deployments of an environment, newest first, page by page. */
export function HistoryPart(props: {
  service: string;
  environment: string;
  /** The environment's title */
  title: string;
}) {
  const t = useGitopsTranslation();
  const now = useNow(60_000);
  const { service, environment } = props;
  const [count, setCount] = useState(1);
  const known = usePromotions(service, null);
  const live = useHistory(service, environment);
  const title = t('deploymentHistory.title', { environment: props.title });
  const pages: Pages = {
    service,
    environment,
    promotions: known.status === 'data' ? known.data.items : [],
    onMore: () => setCount(count + 1),
  };
  return (
    <Panel title={title}>
      <Loaded
        live={live}
        loading={t('deploymentHistory.loading')}
        errorTitle={t('deploymentHistory.errorTitle')}
      >
        {history => (
          <>
            {history.items.length === 0 ? (
              <p>{t('deploymentHistory.none')}</p>
            ) : (
              <DataTable
                label={title}
                columns={columns.map(column =>
                  t(`deploymentHistory.${column}`),
                )}
              >
                <Page {...pages} history={history} left={count - 1} />
              </DataTable>
            )}
            <p className={styles.note}>{recordedText(history, now, t)}</p>
          </>
        )}
      </Loaded>
    </Panel>
  );
}

/** One page, and those after it that somebody asked for. */
function Page(props: Pages & { history: DeploymentHistory; left: number }) {
  const t = useGitopsTranslation();
  const { history, left, ...pages } = props;
  const { items, next } = history;
  return (
    <>
      {items.map(item => (
        <HistoryRow
          key={item.id}
          deployment={item}
          promotion={pages.promotions.find(({ id }) => id === item.promotion)}
        />
      ))}
      {next !== null && left > 0 && (
        <NextPage {...pages} before={next} left={left - 1} />
      )}
      {next !== null && left === 0 && (
        <Whole>
          <TextButton
            onClick={event => {
              focusRowBefore(event.currentTarget);
              pages.onMore();
            }}
          >
            {t('deploymentHistory.more')}
          </TextButton>
        </Whole>
      )}
    </>
  );
}

function NextPage(props: Pages & { before: string; left: number }) {
  const t = useGitopsTranslation();
  const { before, ...page } = props;
  const live = useHistory(page.service, page.environment, before);
  if (live.status === 'data') return <Page {...page} history={live.data} />;
  return (
    <Whole>
      {live.status === 'loading' ? (
        <span role="status">{t('deploymentHistory.loading')}</span>
      ) : (
        <LoadFailure
          title={t('deploymentHistory.errorTitle')}
          failure={live.failure}
          onRetry={live.refresh}
        />
      )}
    </Whole>
  );
}

/** A row of one cell. */
function Whole({ children }: { children: ReactNode }) {
  return (
    <tr>
      <td colSpan={columns.length}>{children}</td>
    </tr>
  );
}

function recordedText(
  { watchedSince, notRecordedSince }: DeploymentHistory,
  now: number,
  t: Translate,
): string {
  return [
    watchedSince !== null &&
      t('deploymentHistory.since', { time: clockTime(watchedSince, now, t) }),
    notRecordedSince !== null &&
      t('deploymentHistory.notRecorded', {
        time: clockTime(notRecordedSince, now, t),
      }),
  ]
    .filter(Boolean)
    .join(' ');
}
