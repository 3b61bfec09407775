import { Card, Skeleton, VisuallyHidden } from '@backstage/ui';
import { ApplicationSets } from 'backstage-plugin-gitops-common';
import { isWrong, SetConditionList } from '../argocd/SetConditionList';
import { LoadFailure } from '../live/LoadFailure';
import { Refreshable, useLive } from '../live/useLive';
import { Ago } from '../parts/Ago';
import { DataTable } from '../parts/DataTable';
import { Page } from '../parts/Page';
import { displayName } from '../text/displayText';
import { numberText } from '../text/formats';
import { problemText } from '../text/problemText';
import { useNow } from '../time/useNow';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './ApplicationSetsContent.module.css';

type InstanceSets = ApplicationSets['instances'][number];
type ApplicationSet = InstanceSets['items'][number];

const columns = ['name', 'applications', 'rollout', 'conditions'] as const;

function useApplicationSets(): Refreshable<ApplicationSets> {
  return useLive({
    key: 'application sets',
    load: (api, signal) => api.applicationSets({ signal }),
    pollMs: 60_000,
  });
}

/** The ApplicationSets of each instance: what they generate, their rollout, their errors. */
export function ApplicationSetsContent() {
  const t = useGitopsTranslation();
  const live = useApplicationSets();
  const now = useNow(15_000);
  return (
    <Page title={t('applicationSets.title')}>
      {live.status === 'loading' && (
        <Card className={styles.card}>
          <VisuallyHidden role="status">
            {t('applicationSets.loading')}
          </VisuallyHidden>
          <Skeleton aria-hidden width="100%" height={120} />
        </Card>
      )}
      {live.status !== 'loading' && live.failure && (
        <Card className={styles.card}>
          <LoadFailure
            title={t('applicationSets.errorTitle')}
            forbidden={t('instances.forbidden')}
            failure={live.failure}
            onRetry={live.refresh}
          />
        </Card>
      )}
      {live.status === 'data' && live.data.isRestricted && (
        <p className={styles.quiet}>{t('applicationSets.restricted')}</p>
      )}
      {live.status === 'data' &&
        live.data.instances.map(instance => (
          <InstanceCard key={instance.name} instance={instance} now={now} />
        ))}
    </Page>
  );
}

function InstanceCard(props: { instance: InstanceSets; now: number }) {
  const t = useGitopsTranslation();
  const { instance, now } = props;
  const { readAt, problem, items } = instance;
  const name = displayName(instance.name);
  // What needs somebody comes first
  const sorted = [...items].sort(
    (a, b) =>
      Number(b.conditions.some(isWrong)) - Number(a.conditions.some(isWrong)) ||
      a.name.localeCompare(b.name),
  );
  return (
    <Card className={styles.card} aria-label={name}>
      <div className={styles.header}>
        <h3 className={styles.heading}>{name}</h3>
        <span className={styles.quiet}>
          {readAt === null ? (
            t('applicationSets.notRead')
          ) : (
            <>
              {t('applicationSets.read')} <Ago time={readAt} now={now} />
            </>
          )}
        </span>
      </div>
      {problem && (
        <p className={styles.problem} role="status">
          {problemText(problem, t)}
        </p>
      )}
      {readAt !== null && items.length === 0 && (
        <p className={styles.quiet}>{t('applicationSets.none')}</p>
      )}
      {sorted.length > 0 && (
        <DataTable
          label={t('applicationSets.of', { instance: name })}
          columns={columns.map(column => t(`applicationSets.${column}`))}
        >
          {sorted.map(set => (
            <SetRow key={`${set.namespace}/${set.name}`} set={set} now={now} />
          ))}
        </DataTable>
      )}
    </Card>
  );
}

function SetRow({ set, now }: { set: ApplicationSet; now: number }) {
  const t = useGitopsTranslation();
  const { conditions, steps } = set;
  return (
    <tr>
      <th scope="row">
        {displayName(set.name)}{' '}
        <span className={styles.quiet}>{displayName(set.namespace)}</span>
      </th>
      <td>{numberText(set.applications, t)}</td>
      <td>
        {steps === null ? (
          t('applicationSets.noSteps')
        ) : (
          <ol className={styles.steps}>
            {steps.map((step, index) => (
              // Steps have no name but their number
              <li key={index}>
                {t('applicationSets.step', {
                  number: numberText(index + 1, t),
                  states: stepText(step) || '–',
                })}
              </li>
            ))}
          </ol>
        )}
      </td>
      <td>
        {conditions.length === 0 ? (
          t('applicationSets.noConditions')
        ) : (
          <SetConditionList conditions={conditions} now={now} />
        )}
      </td>
    </tr>
  );
}

/** `Healthy 3, Waiting 1`: states are Argo CD's own words. */
function stepText(step: Record<string, number>): string {
  return Object.entries(step)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([state, count]) => `${displayName(state)} ${count}`)
    .join(', ');
}
