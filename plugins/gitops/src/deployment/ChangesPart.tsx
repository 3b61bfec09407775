import {
  EnvironmentDeployment,
  FinishedDeployment,
  Service,
} from 'backstage-plugin-gitops-common';
import { Fragment } from 'react';
import { ChangesOnRequest } from '../changes/ChangesOnRequest';
import { titlesIn } from '../status/wording';
import { displayVersion } from '../text/displayText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { Panel } from './Panel';
import styles from './SourcePart.module.css';
import { useHistory } from './useHistory';

/** What is in the version that runs, and in the one that would come next. */
export function ChangesPart(props: {
  service: Service;
  environment: EnvironmentDeployment;
}) {
  const t = useGitopsTranslation();
  const { deployments, transitions } = props.service;
  const { environment, versions } = props.environment;
  const { service } = deployments;
  const live = useHistory(service, environment);
  const history = live.status === 'data' ? live.data.items : [];
  const titleOf = titlesIn(deployments, t);
  const [running] = versions;
  if (versions.length !== 1) return null;
  const before = versionBefore(running, history);
  const coming = transitions.filter(
    ({ to, from, version }) =>
      to === environment &&
      from !== null &&
      version !== null &&
      version !== running,
  );
  if (before === undefined && coming.length === 0) return null;
  return (
    <Panel title={t('changes.title')}>
      <dl className={styles.facts}>
        {coming.map(({ from, version }) => (
          <Fragment key={from}>
            <dt>{t('changes.next')}</dt>
            <dd>
              {displayVersion(version!)}{' '}
              {t('changes.nextFrom', { environment: titleOf(from!) })}
              <ChangesOnRequest
                service={service}
                environment={environment}
                from={running}
                to={version!}
              />
            </dd>
          </Fragment>
        ))}
        {before !== undefined && (
          <>
            <dt>{t('changes.since')}</dt>
            <dd>
              {displayVersion(before)}
              <ChangesOnRequest
                service={service}
                environment={environment}
                from={before}
                to={running}
              />
            </dd>
          </>
        )}
      </dl>
    </Panel>
  );
}

/** The last other version that was deployed well before the one that runs. */
export function versionBefore(
  running: string,
  history: Pick<FinishedDeployment, 'version' | 'result'>[],
): string | undefined {
  const since = history.findIndex(({ version }) => version === running);
  return (
    history
      .slice(Math.max(since, 0))
      .find(
        ({ version, result }) =>
          result === 'succeeded' && version !== null && version !== running,
      )?.version ?? undefined
  );
}
