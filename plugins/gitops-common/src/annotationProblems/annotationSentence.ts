import { codesOf, sentenceMaker } from '../reasons';
import type { AnnotationProblemParams } from './AnnotationProblem';
import { english } from './english';
import { german } from './german';

/** @public */
export const annotationProblemCodes = codesOf(english);

/**
 * What is wrong with how an entity refers to its Applications, and what to do.
 *
 * @public
 */
export const annotationSentence = sentenceMaker<AnnotationProblemParams>({
  en: english,
  de: german,
});
