import { Button } from '@backstage/ui';
import {
  consequenceSentence,
  Promotion,
  PromotionPlan,
} from 'backstage-plugin-gitops-common';
import { ReactNode } from 'react';
import { RequestFooter } from '../parts/RequestDialog';
import { displayText, displayVersion } from '../text/displayText';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { gateId } from './GateList';
import { canBeOverridden, canGoOn } from './Gates';

/** What the click does, and the click. Nothing to press where a gate can't be overridden. */
export function PlanFooter(props: {
  /** Null while it is not known */
  plan: PromotionPlan | null;
  /** Of the gates that block */
  id: string;
  /** The same promotion, where it is under way already */
  underWay: Promotion | null;
  error: ReactNode;
  isRunning: boolean;
  onSend: () => void;
  onShow: (promotion: Promotion) => void;
}) {
  const t = useGitopsTranslation();
  const { plan, underWay } = props;
  const isRefused = plan !== null && !canGoOn(plan);
  const blocking = (plan?.gates ?? []).filter(one => one.result === 'block');
  const consequence = () => {
    if (plan === null || underWay !== null) return null;
    if (isRefused) return t('promote.blocked');
    const sentence = consequenceSentence(plan.consequence, t('language'));
    return displayText(sentence, { maxLength: 300 });
  };
  const action = () => {
    if (plan === null) return t('promote.open');
    const version = displayVersion(plan.version);
    return canBeOverridden(plan)
      ? t('promote.overrideAndOpen', { version })
      : t('promote.openFor', { version });
  };
  return (
    <RequestFooter
      error={props.error}
      consequence={consequence()}
      close={underWay || isRefused ? t('promote.close') : undefined}
    >
      {underWay && (
        <Button variant="primary" onPress={() => props.onShow(underWay)}>
          {t('promote.show')}
        </Button>
      )}
      {!underWay && !isRefused && (
        <Button
          variant="primary"
          isDisabled={plan === null}
          isPending={props.isRunning}
          aria-describedby={
            blocking.map((_, index) => gateId(props.id, index)).join(' ') ||
            undefined
          }
          onPress={props.onSend}
        >
          {action()}
        </Button>
      )}
    </RequestFooter>
  );
}
