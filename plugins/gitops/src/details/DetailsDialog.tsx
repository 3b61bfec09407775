import {
  Dialog,
  DialogBody,
  DialogHeader,
  Skeleton,
  VisuallyHidden,
} from '@backstage/ui';
import {
  ApplicationDeployment,
  ApplicationDetails,
} from 'backstage-plugin-gitops-common';
import { LoadFailure } from '../live/LoadFailure';
import dialog from '../parts/dialog.module.css';
import { displayName } from '../text/displayText';
import { problemText } from '../text/problemText';
import tokens from '../tokens.module.css';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { Deployed } from './Deployed';
import styles from './DetailsDialog.module.css';
import { FailureLog } from './FailureLog';
import { Links } from './Links';
import { Sources } from './Sources';
import { useApplicationDetails } from './useApplicationDetails';

/**
 * What Argo CD tells of one Application: where to go from it, what it is deployed from and when.
 */
export function DetailsDialog(props: {
  application: ApplicationDeployment;
  /** The environment's title */
  environment: string;
  onClose: () => void;
}) {
  const t = useGitopsTranslation();
  const { application, environment } = props;
  const live = useApplicationDetails(application);
  return (
    <Dialog
      className={tokens.tokens}
      isOpen
      onOpenChange={isOpen => !isOpen && props.onClose()}
      width={560}
    >
      <DialogHeader className={dialog.header}>
        {t('details.title', {
          application: displayName(application.name),
          environment,
        })}
      </DialogHeader>
      <DialogBody className={styles.body}>
        {live.status === 'loading' && <Loading />}
        {live.status !== 'loading' && live.failure && (
          <LoadFailure
            title={t('details.errorTitle')}
            failure={live.failure}
            onRetry={live.refresh}
          />
        )}
        {live.status === 'data' && <Details details={live.data} />}
      </DialogBody>
    </Dialog>
  );
}

function Details({ details }: { details: ApplicationDetails }) {
  const t = useGitopsTranslation();
  return (
    <>
      <Links links={details.links} />
      <Sources sources={details.source} />
      {details.failureLog !== null && <FailureLog log={details.failureLog} />}
      <Deployed details={details} />
      {details.unavailable.map(({ part, name, problem }) => (
        <p key={`${part} ${name}`} className={styles.text}>
          {t(`details.unavailable.${part}`, {
            name: displayName(name ?? ''),
            reason: problemText(problem, t),
          })}
        </p>
      ))}
    </>
  );
}

function Loading() {
  const t = useGitopsTranslation();
  return (
    <>
      <div role="status">
        <VisuallyHidden>{t('details.loading')}</VisuallyHidden>
      </div>
      <div aria-hidden>
        {[240, 400, 320].map(width => (
          <Skeleton
            key={width}
            className={styles.skeleton}
            width={width}
            height={20}
          />
        ))}
      </div>
    </>
  );
}
