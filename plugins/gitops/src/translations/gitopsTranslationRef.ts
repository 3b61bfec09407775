import { createTranslationRef } from '@backstage/frontend-plugin-api';
import { english } from './english';

/**
 * Every text of the pages, in English and German.
 *
 * @public
 */
export const gitopsTranslationRef = createTranslationRef({
  id: 'gitops',
  messages: english,
  // Loaded by an app that is shown in this language
  translations: { de: () => import('./german') },
});
