import { codesOf, sentenceMaker } from '../reasons';
import { english } from './english';
import type { GateReasonParams } from './GateReason';
import { german } from './german';

/** @public */
export const gateReasonCodes = codesOf(english);

/**
 * What a gate has found, as a sentence.
 *
 * @public
 */
export const gateSentence = sentenceMaker<GateReasonParams>({
  en: english,
  de: german,
});
