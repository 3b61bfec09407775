import {
  TranslationFunction,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { gitopsTranslationRef } from './gitopsTranslationRef';

/** Says a text of this plugin in the user's language. */
export type Translate = TranslationFunction<typeof gitopsTranslationRef.T>;

export function useGitopsTranslation(): Translate {
  return useTranslationRef(gitopsTranslationRef).t;
}
