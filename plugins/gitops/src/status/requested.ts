import {
  automaticRequester,
  automaticRequestSentence,
  PromotionItem,
} from 'backstage-plugin-gitops-common';
import { displayName, displayText } from '../text/displayText';
import { Translate } from '../translations/useGitopsTranslation';

/** Who requested a promotion: the portal itself is named in the reader's language. */
export function requesterName(
  { requestedBy }: Pick<PromotionItem, 'requestedBy'>,
  t: Translate,
): string {
  return requestedBy.ref === automaticRequester
    ? t('requested.automatic')
    : displayName(requestedBy.name);
}

/** Why a promotion was requested, as who requested it says. */
export function requestReason(
  { automatic, reason }: Pick<PromotionItem, 'automatic' | 'reason'>,
  t: Translate,
  options?: { maxLength: number },
): string {
  return displayText(
    automatic ? automaticRequestSentence(automatic, t('language')) : reason,
    options,
  );
}

/** Who requested it, and why. */
export function requestText(
  promotion: Pick<PromotionItem, 'requestedBy' | 'automatic' | 'reason'>,
  t: Translate,
  options?: { maxLength: number },
): string {
  const reason = requestReason(promotion, t, options);
  return promotion.automatic
    ? reason
    : t('requested.by', { name: requesterName(promotion, t), reason });
}
