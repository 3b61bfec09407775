import { spokenIn } from '../spokenIn';
import type {
  AnnotationProblemCause,
  AnnotationProblemCode,
} from './AnnotationProblem';
import { english } from './english';
import { german } from './german';

/** @public */
export const annotationProblemCodes = Object.keys(
  english,
) as AnnotationProblemCode[];

/**
 * What is wrong with how an entity refers to its Applications, and what to do.
 *
 * @param language - such as `en` or `de-CH`; English where it is not spoken here
 * @public
 */
export function annotationSentence(
  { code, params }: AnnotationProblemCause,
  language: string = 'en',
): string {
  const sentences = spokenIn(language, { en: english, de: german });
  const say = sentences[code] as ((params: unknown) => string) | undefined;
  // A newer backend may know codes that this page does not
  return say ? say(params) : code;
}
