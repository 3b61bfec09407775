import {
  AutomaticPromotionReason,
  automaticPromotionSentence,
  Transition,
} from 'backstage-plugin-gitops-common';
import { AutoFacts, decide } from '../../promotions/auto/decide';

const stops = [
  'stoppedAfterFailure',
  'heldAfterRollback',
  'failedBefore',
  'declined',
];

/**
 * What the portal does by itself in an environment, as a caller reads it.
 *
 * @param outcome - why what was planned last was not requested
 * @param mayPromote - whether the caller may
 */
export function automaticState(
  facts: AutoFacts,
  outcome: AutomaticPromotionReason | undefined,
  mayPromote: boolean,
): Pick<Transition, 'automatic' | 'mayResume'> {
  const { reason } = decide(facts);
  const planned = outcome?.params as { version?: string } | undefined;
  const isOutcome =
    reason.code === 'ready' && planned?.version === facts.version;
  const told = isOutcome ? outcome! : reason;
  return {
    automatic: { ...told, sentence: automaticPromotionSentence(told) },
    mayResume: mayPromote && stops.includes(told.code),
  };
}
