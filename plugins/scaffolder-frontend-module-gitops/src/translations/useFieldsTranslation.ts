import {
  TranslationFunction,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { gitopsFieldsTranslationRef } from './gitopsFieldsTranslationRef';

/** Says a text of this module in the user's language. */
export type Translate = TranslationFunction<
  typeof gitopsFieldsTranslationRef.T
>;

export function useFieldsTranslation(): Translate {
  return useTranslationRef(gitopsFieldsTranslationRef).t;
}
