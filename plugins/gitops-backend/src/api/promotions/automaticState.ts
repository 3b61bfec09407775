import {
  AutomaticPromotion,
  AutomaticPromotionReason,
  automaticPromotionSentence,
} from 'backstage-plugin-gitops-common';
import { AutoFacts, decide } from '../../promotions/auto/decide';

const stops = [
  'stoppedAfterFailure',
  'heldAfterRollback',
  'failedBefore',
  'declined',
];

/** What the portal does by itself in an environment, as a caller reads it. */
export function automaticState(
  facts: AutoFacts,
  {
    outcome,
    mayResume,
  }: {
    /** Why what was planned last was not requested */
    outcome: AutomaticPromotionReason | undefined;
    mayResume: boolean;
  },
): AutomaticPromotion {
  const { reason } = decide(facts);
  const planned = outcome?.params as { version?: string } | undefined;
  const isOutcome =
    reason.code === 'ready' && planned?.version === facts.version;
  const told = isOutcome ? outcome! : reason;
  return {
    ...told,
    sentence: automaticPromotionSentence(told),
    canResume: mayResume && stops.includes(told.code),
  };
}
