import { spokenIn } from '../spokenIn';
import { english } from './english';
import type { GateReason, GateReasonCode } from './GateReason';
import { german } from './german';

/** @public */
export const gateReasonCodes = Object.keys(english) as GateReasonCode[];

/**
 * What a gate has found, as a sentence.
 *
 * @param language - such as `en` or `de-CH`; English where it is not spoken here
 * @public
 */
export function gateSentence(
  { code, params, sentence }: GateReason & { sentence?: string },
  language: string = 'en',
): string {
  const sentences = spokenIn(language, { en: english, de: german });
  const say = sentences[code] as ((params: unknown) => string) | undefined;
  // A newer backend may know codes that this page does not: it says them in English
  return say ? say(params) : sentence ?? code;
}
