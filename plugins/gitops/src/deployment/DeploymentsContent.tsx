import { Skeleton, VisuallyHidden } from '@backstage/ui';
import {
  ApplicationDeployment,
  EnvironmentDeployment,
  Service,
} from 'backstage-plugin-gitops-common';
import { useCallback } from 'react';
import { LoadFailure } from '../live/LoadFailure';
import { useAnnouncement } from '../live/useAnnouncement';
import { changesBetween } from '../service/changesBetween';
import { EmptyDeployments } from '../service/EmptyDeployments';
import { PreviewList } from '../service/PreviewList';
import { StaleInstances } from '../service/StaleInstances';
import { useService } from '../service/useService';
import { displayName } from '../text/displayText';
import tokens from '../tokens.module.css';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { applicationParameter } from '../url/deploymentsTab';
import { useUrlParameters } from '../url/useUrlParameter';
import { Choice } from '../parts/Choice';
import { EnvironmentPart } from './EnvironmentPart';
import { EnvironmentPicker } from './EnvironmentPicker';
import styles from './DeploymentsContent.module.css';
import { Panel } from './Panel';

/** The deployments of a service from the inside, one environment at a time. */
export function DeploymentsContent({ entityRef }: { entityRef: string }) {
  const t = useGitopsTranslation();
  const { refresh, follow, ...live } = useService(entityRef);
  const service = live.status === 'data' ? live.data : null;
  const announcement = useAnnouncement(
    service,
    useCallback(
      (before: Service, after: Service) =>
        changesBetween(
          before.deployments.environments,
          after.deployments.environments,
          t,
        ),
      [t],
    ),
  );
  return (
    <div className={tokens.tokens} data-testid="gitops-deployments">
      <VisuallyHidden role="status" aria-live="polite">
        {live.status === 'loading' ? t('card.loading') : announcement}
      </VisuallyHidden>
      <div className={styles.tab}>
        {live.status === 'loading' && (
          <div aria-hidden className={styles.column}>
            <Skeleton width="100%" height={56} />
            <Skeleton width="60%" height={28} />
            <Skeleton width="100%" height={240} />
          </div>
        )}
        {live.status !== 'loading' && live.failure && (
          <LoadFailure
            title={t('error.title')}
            forbidden={t('error.forbidden')}
            failure={live.failure}
            note={t('error.serviceIsFine')}
            onRetry={refresh}
          />
        )}
        {service && <Environments service={service} onChanged={follow} />}
        {service && service.deployments.previews.length > 0 && (
          <Panel title={t('previews.title')} note={t('previews.note')}>
            <PreviewList previews={service.deployments.previews} />
          </Panel>
        )}
      </div>
    </div>
  );
}

/** The environment, and the Application in it, that the page's address names. */
function Environments(props: {
  service: Service;
  /** Something was requested that the next answers show */
  onChanged: () => void;
}) {
  const { service } = props;
  const t = useGitopsTranslation();
  const [params, setParams] = useUrlParameters();
  const { deployments } = service;
  const { environments } = deployments;
  const chosen = chosenIn(environments, params.get('environment'));
  if (!chosen)
    return deployments.previews.length > 0 ? null : (
      <EmptyDeployments deployments={deployments} />
    );
  const { applications } = chosen;
  const application = applicationIn(applications, params.get('application'));
  return (
    <>
      <EnvironmentPicker
        environments={environments}
        chosen={chosen.environment}
        onChoose={environment => setParams({ environment, application: null })}
      />
      <StaleInstances {...deployments} />
      {application && applications.length > 1 && (
        <Choice
          label={t('tab.application')}
          options={applications.map(one => ({
            value: applicationParameter(one),
            text: [one.name, one.instance, one.namespace]
              .map(displayName)
              .join(', '),
          }))}
          chosen={applicationParameter(application)}
          onChoose={value => setParams({ application: value })}
        />
      )}
      <EnvironmentPart
        key={`${chosen.environment} ${
          application && applicationParameter(application)
        }`}
        service={service}
        environment={chosen}
        application={application}
        onChanged={props.onChanged}
      />
    </>
  );
}

/** The one that is named, or the last one: that is where it matters most. */
function chosenIn(
  environments: EnvironmentDeployment[],
  name: string | null,
): EnvironmentDeployment | undefined {
  return (
    environments.find(({ environment }) => environment === name) ??
    environments.at(-1)
  );
}

/** The one that is named, or the first one: the worst. */
function applicationIn(
  applications: ApplicationDeployment[],
  parameter: string | null,
): ApplicationDeployment | undefined {
  return (
    applications.find(one => applicationParameter(one) === parameter) ??
    applications[0]
  );
}
