/**
 * The texts of the form fields, to be replaced or translated by the app.
 *
 * @packageDocumentation
 */
export { gitopsFieldsTranslationRef } from './gitopsFieldsTranslationRef';
