import { createTranslationRef } from '@backstage/frontend-plugin-api';
import { english } from './english';

/**
 * Every text of the form fields, in English and German.
 *
 * @public
 */
export const gitopsFieldsTranslationRef = createTranslationRef({
  id: 'scaffolder.gitops-fields',
  messages: english,
  // Loaded by an app that is shown in this language
  translations: { de: () => import('./german') },
});
