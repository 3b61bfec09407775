import { useApi } from '@backstage/frontend-plugin-api';
import { Promotion } from 'backstage-plugin-gitops-common';
import { gitopsApiRef } from '../api';
import { displayVersion, serviceName } from '../text/displayText';
import { TitleOf } from '../status/wording';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { PlanDialog } from './PlanDialog';

/** Asks for the version before, after showing what that would do. */
export function RollbackDialog(props: {
  promotion: Promotion;
  titleOf: TitleOf;
  onClose: () => void;
  onRequested: (promotion: Promotion) => void;
}) {
  const t = useGitopsTranslation();
  const api = useApi(gitopsApiRef);
  const { id, service, to, previous } = props.promotion;
  return (
    <PlanDialog
      title={t('promote.rollbackTitle', {
        service: serviceName(service),
        environment: props.titleOf(to),
        version: displayVersion(previous),
      })}
      load={(client, signal) => client.planRollback(id, { signal })}
      request={(body, signal) => api.rollbackPromotion(id, body, { signal })}
      titleOf={props.titleOf}
      onClose={props.onClose}
      onRequested={props.onRequested}
    />
  );
}
