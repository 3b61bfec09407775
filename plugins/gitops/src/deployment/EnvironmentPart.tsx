import {
  ApplicationDeployment,
  ApplicationDetails,
  EnvironmentDeployment,
  Service,
} from 'backstage-plugin-gitops-common';
import { freezesOf } from '../freezes/wording';
import { Loaded } from '../live/Loaded';
import { actionsIn } from '../service/rows';
import { environmentTitle, titlesIn } from '../status/wording';
import { useNow } from '../time/useNow';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { ChangesPart } from './ChangesPart';
import { ConditionsPart } from './ConditionsPart';
import styles from './DeploymentsContent.module.css';
import { DifferencePart } from './DifferencePart';
import { HeadlinePart } from './HeadlinePart';
import { HistoryPart } from './HistoryPart';
import { OperationPart } from './OperationPart';
import { ResourcesPart } from './ResourcesPart';
import { SecretKeysPart } from './SecretKeysPart';
import { SourcePart } from './SourcePart';
import { useApplicationDetails } from './useApplicationDetails';
import { useSecretKeys } from './useSecretKeys';

interface Shown {
  service: Service;
  environment: EnvironmentDeployment;
  /** Something was requested that the next answers show */
  onChanged: () => void;
}

/** All that is known of one Application, and of the environment that it is in. */
export function EnvironmentPart(
  props: Shown & { application: ApplicationDeployment | undefined },
) {
  const { application, ...shown } = props;
  return application ? (
    <WithDetails {...shown} application={application} />
  ) : (
    <>
      <HeadlinePart status={shown.environment} details={null} />
      <OfEnvironment {...shown} details={null} />
    </>
  );
}

function WithDetails(props: Shown & { application: ApplicationDeployment }) {
  const t = useGitopsTranslation();
  const now = useNow(60_000);
  const { service, environment, application } = props;
  const { deployments, actions } = service;
  const live = useApplicationDetails(deployments.service, application);
  const details = live.status === 'data' ? live.data : null;
  const keys = useSecretKeys(deployments.service);
  return (
    <>
      <HeadlinePart
        status={application}
        details={details}
        argoCd={{
          application,
          environment: environmentTitle(environment, t),
          actions: actionsIn(environment.environment, actions),
          onAsked: ({ action }) => {
            props.onChanged();
            live.follow();
            if (action === 'refreshSecrets') keys.follow();
          },
        }}
      />
      <Loaded
        live={live}
        loading={t('details.loading')}
        errorTitle={t('details.errorTitle')}
      >
        {data => (
          <div className={styles.details}>
            <div className={styles.column}>
              <OperationPart details={data} />
              <ResourcesPart details={data} />
              {application.sync !== 'Synced' && (
                <DifferencePart
                  service={deployments.service}
                  application={application}
                />
              )}
            </div>
            <div className={styles.column}>
              <ConditionsPart
                details={data}
                freezes={freezesOf(
                  environment.environment,
                  service.freezes,
                  now,
                )}
              />
              <SourcePart details={data} />
              <ChangesPart service={service} environment={environment} />
            </div>
          </div>
        )}
      </Loaded>
      <OfEnvironment {...props} details={details} />
    </>
  );
}

function OfEnvironment(props: Shown & { details: ApplicationDetails | null }) {
  const t = useGitopsTranslation();
  const { environment, details } = props;
  const { deployments } = props.service;
  return (
    <>
      <SecretKeysPart
        service={deployments.service}
        environment={environment.environment}
        details={details}
        titleOf={titlesIn(deployments, t)}
      />
      <HistoryPart
        service={deployments.service}
        environment={environment.environment}
        title={environmentTitle(environment, t)}
      />
    </>
  );
}
