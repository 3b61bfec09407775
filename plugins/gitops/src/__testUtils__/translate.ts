import {
  createTranslationRef,
  TranslationApi,
  translationApiRef,
  TranslationRef,
} from '@backstage/frontend-plugin-api';
import { mockApis } from '@backstage/frontend-test-utils';
import { gitopsTranslationRef } from '../translations';
import german from '../translations/german';
import { Translate } from '../translations/useGitopsTranslation';

/** Texts for functions that are tested without a page. */
export const inEnglish: Translate = mockApis
  .translation()
  .getTranslation(gitopsTranslationRef).t;

const germanRef = createTranslationRef({ id: 'gitops', messages: german });

export const inGerman = mockApis.translation().getTranslation(germanRef)
  .t as Translate;

/** Translations of an app that is shown in this language, for pages. */
export function translationIn(language: 'en' | 'de') {
  const english = mockApis.translation();
  if (language === 'en') return english;
  const germanOf = (ref: TranslationRef) =>
    ref.id === germanRef.id ? germanRef : ref;
  const api = {
    getTranslation: (ref: TranslationRef) =>
      english.getTranslation(germanOf(ref)),
    translation$: (ref: TranslationRef) => english.translation$(germanOf(ref)),
  };
  return [translationApiRef, api as TranslationApi] as const;
}
