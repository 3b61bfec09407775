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
      route={{ service, to }}
      load={(client, chosen, signal) =>
        client.planPromotion(
          chosen
            ? {
                service,
                to,
                from: chosen.from ?? from,
                version: chosen.version,
                digest: chosen.digest ?? undefined,
              }
            : { service, from, to },
          { signal },
        )
      }
      request={(plan, body, signal) =>
        // If another version runs in the source by now, this one is meant all the same
        api.promote(
          { service, from: plan.from, to, version: plan.version, ...body },
          { signal },
        )
      }
      titleOf={props.titleOf}
      onClose={props.onClose}
      onRequested={props.onPromoted}
    />
  );
}
