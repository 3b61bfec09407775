import { createTranslationRef } from '@backstage/frontend-plugin-api';
import { mockApis } from '@backstage/frontend-test-utils';
import { gitopsTranslationRef } from '../translations';
import german from '../translations/german';
import { Translate } from '../translations/useGitopsTranslation';

/** Texts for functions that are tested without a page. */
export const inEnglish: Translate = mockApis
  .translation()
  .getTranslation(gitopsTranslationRef).t;

export const inGerman = mockApis
  .translation()
  .getTranslation(createTranslationRef({ id: 'gitops', messages: german }))
  .t as Translate;
