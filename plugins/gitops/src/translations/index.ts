/**
 * The texts of GitOps for Backstage in English and German, to be reworded or translated further.
 *
 * @packageDocumentation
 */
export { gitopsTranslationRef } from './gitopsTranslationRef';
