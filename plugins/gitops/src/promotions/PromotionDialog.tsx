import { useApi } from '@backstage/frontend-plugin-api';
import { Promotion } from 'backstage-plugin-gitops-common';
import { gitopsApiRef } from '../api';
import { serviceName } from '../text/displayText';
import { TitleOf } from '../status/wording';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { PlanDialog } from './PlanDialog';

/** Asks for a promotion, after showing what it would do. */
export function PromotionDialog(props: {
  of: { service: string; from: string; to: string };
  titleOf: TitleOf;
  onClose: () => void;
  onPromoted: (promotion: Promotion) => void;
}) {
  const t = useGitopsTranslation();
  const api = useApi(gitopsApiRef);
  const { service, from, to } = props.of;
  return (
    <PlanDialog
      title={t('promote.title', {
        service: serviceName(service),
        environment: props.titleOf(to),
      })}
      load={(client, signal) =>
        client.planPromotion({ service, from, to }, { signal })
      }
      request={(body, signal) =>
        api.promote({ service, from, to, ...body }, { signal })
      }
      titleOf={props.titleOf}
      onClose={props.onClose}
      onRequested={props.onPromoted}
    />
  );
}
