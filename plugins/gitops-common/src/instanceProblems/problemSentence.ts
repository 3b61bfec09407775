import { spokenIn } from '../spokenIn';
import { english } from './english';
import { german } from './german';
import type { InstanceProblem } from './InstanceProblem';
import { instanceProblemKinds } from './kinds';

const languages = { en: english, de: german };

/** Of one code. A newer backend may know codes that this page does not. */
type Say = ((params: unknown) => string) | undefined;

/**
 * A problem as a sentence for everyone, without a full stop.
 *
 * @param language - such as `en` or `de-CH`; English where it is not spoken here
 * @public
 */
export function problemSentence(
  { code, params }: InstanceProblem,
  language: string = 'en',
): string {
  const say = spokenIn(language, languages).sentences[code] as Say;
  return say ? say(params) : code;
}

/**
 * What those who operate the instance can do about a problem; null where there is nothing.
 *
 * @param language - as of the sentence
 * @public
 */
export function problemAdvice(
  { code, params }: InstanceProblem,
  language: string = 'en',
): string | null {
  const { advices, preciseAdvices } = spokenIn(language, languages);
  const precise = preciseAdvices as Partial<
    Record<string, (params: unknown) => string | null>
  >;
  const advise = precise[code];
  return advise ? advise(params) : advices[instanceProblemKinds[code]] ?? null;
}
