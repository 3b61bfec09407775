import type { GateReasonCode, GateReasonParams } from './GateReason';

/** What one language says of each reason of a gate. */
export type GateSentences = {
  [Code in GateReasonCode]: (params: GateReasonParams[Code]) => string;
};
