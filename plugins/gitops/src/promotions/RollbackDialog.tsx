import { useApi } from '@backstage/frontend-plugin-api';
import { Promotion } from 'backstage-plugin-gitops-common';
import { gitopsApiRef } from '../api';
import { serviceName } from '../text/displayText';
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
  const { id, service, to } = props.promotion;
  return (
    <PlanDialog
      title={t('promote.rollbackTitle', {
        service: serviceName(service),
        environment: props.titleOf(to),
      })}
      route={{ service, from: to, to }}
      load={(client, chosen, signal) =>
        client.planRollback(id, { version: chosen?.version }, { signal })
      }
      request={(plan, body, signal) =>
        api.rollbackPromotion(
          id,
          { version: plan.version, ...body },
          { signal },
        )
      }
      titleOf={props.titleOf}
      onClose={props.onClose}
      onRequested={props.onRequested}
    />
  );
}
