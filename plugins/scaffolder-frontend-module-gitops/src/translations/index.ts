/**
 * The texts of the form fields in English and German, to be reworded or translated further.
 *
 * @packageDocumentation
 */
export { gitopsFieldsTranslationRef } from './gitopsFieldsTranslationRef';
