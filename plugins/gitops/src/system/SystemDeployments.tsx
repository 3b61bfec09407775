import { Card, VisuallyHidden } from '@backstage/ui';
import { Fleet, FleetCell } from 'backstage-plugin-gitops-common';
import { Link } from 'react-router-dom';
import { useServicePath } from '../attention/useServicePath';
import { Loaded } from '../live/Loaded';
import { useLive } from '../live/useLive';
import { DataTable } from '../parts/DataTable';
import { LookIcon } from '../status/LookIcon';
import { looks } from '../status/looks';
import { displayName, displayVersion } from '../text/displayText';
import { fullTime } from '../text/formats';
import tokens from '../tokens.module.css';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './SystemDeployments.module.css';

/** The components of a system, and what runs of each in every environment. */
export function SystemDeployments({ entityRef }: { entityRef: string }) {
  const t = useGitopsTranslation();
  const live = useLive({
    key: `fleet of ${entityRef}`,
    load: (api, signal) => api.fleet({ system: entityRef }, { signal }),
    // A page that is glanced at: it does not follow each change of the fleet
    pollMs: 60_000,
  });
  return (
    <Card
      className={`${tokens.tokens} ${styles.card}`}
      aria-label={t('system.title')}
      aria-busy={live.status === 'loading'}
    >
      <h2 className={styles.title}>{t('system.title')}</h2>
      <Loaded
        live={live}
        loading={t('card.loading')}
        height={80}
        errorTitle={t('error.title')}
        forbidden={t('attention.forbidden')}
      >
        {fleet => <Components fleet={fleet} />}
      </Loaded>
    </Card>
  );
}

function Components({ fleet }: { fleet: Fleet }) {
  const t = useGitopsTranslation();
  const pathOf = useServicePath();
  const environments = fleet.environments.filter(({ name }) =>
    fleet.services.some(({ cells }) => cells[name]),
  );
  return (
    <>
      {fleet.services.length === 0 ? (
        <p className={styles.quiet}>{t('system.none')}</p>
      ) : (
        <DataTable
          className={styles.table}
          label={t('system.title')}
          columns={[
            t('system.component'),
            ...environments.map(({ name, title }) =>
              displayName(title || name),
            ),
          ]}
        >
          {fleet.services.map(({ ref, title, cells }) => (
            <tr key={ref}>
              <th scope="row">
                <Link className={styles.link} to={pathOf(ref)}>
                  {displayName(title)}
                </Link>
              </th>
              {environments.map(({ name }) => (
                <td key={name}>{cells[name] && <Cell cell={cells[name]} />}</td>
              ))}
            </tr>
          ))}
        </DataTable>
      )}
      {fleet.isRestricted && (
        <p className={styles.quiet}>{t('attention.restricted')}</p>
      )}
    </>
  );
}

/** A last known state has no tone. "Healthy" is text for screen readers only. */
function Cell({ cell }: { cell: FleetCell }) {
  const t = useGitopsTranslation();
  const { state, staleSince, running, nothingRuns } = cell;
  const look = looks.deployment[state];
  const isStale = staleSince !== undefined;
  const word = isStale ? t(`lastState.${state}`) : t(`state.${state}`);
  const version =
    running.map(displayVersion).join(', ') ||
    (nothingRuns ? t('version.nothingRuns') : '');
  return (
    <span
      className={isStale ? styles.stale : styles.cell}
      title={
        isStale ? t('time.asOfFull', { time: fullTime(staleSince, t) }) : word
      }
    >
      <LookIcon look={isStale ? { ...look, tone: 'muted' } : look} />
      <span>{version}</span>
      {state === 'healthy' && !isStale ? (
        <VisuallyHidden>, {word}</VisuallyHidden>
      ) : (
        <span className={styles.word}>{word}</span>
      )}
    </span>
  );
}
