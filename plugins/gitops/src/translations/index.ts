/**
 * The texts of GitOps for Backstage, to be replaced or translated by the app.
 *
 * @packageDocumentation
 */
export { gitopsTranslationRef } from './gitopsTranslationRef';
