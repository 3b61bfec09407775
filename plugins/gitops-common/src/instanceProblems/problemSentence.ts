import { sentenceMaker, textsIn } from '../reasons';
import { english } from './english';
import { german } from './german';
import type { InstanceProblem, InstanceProblemParams } from './InstanceProblem';
import { instanceProblemKinds } from './kinds';

const languages = { en: english, de: german };

/**
 * A problem as a sentence for everyone, without a full stop.
 *
 * @public
 */
export const problemSentence = sentenceMaker<InstanceProblemParams>({
  en: english.sentences,
  de: german.sentences,
});

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
  const { advices, preciseAdvices } = textsIn(language, languages);
  const precise = preciseAdvices as Partial<
    Record<string, (params: unknown) => string | null>
  >;
  const advise = precise[code];
  return advise ? advise(params) : advices[instanceProblemKinds[code]] ?? null;
}
