import { ApiHolder, translationApiRef } from '@backstage/frontend-plugin-api';
import { NotImplementedError } from '@backstage/errors';
import { gitopsFieldsTranslationRef } from './gitopsFieldsTranslationRef';
import { Translate } from './useFieldsTranslation';

/**
 * The texts for a field's validation, which runs outside of React. Waits where the language is
 * still being loaded.
 */
export async function translationOf(apis: ApiHolder): Promise<Translate> {
  const translations = apis.get(translationApiRef);
  if (!translations)
    throw new NotImplementedError('The app has no translation API');
  const snapshot = translations.getTranslation(gitopsFieldsTranslationRef);
  if (snapshot.ready) return snapshot.t;
  return new Promise((resolve, reject) => {
    const subscription = translations
      .translation$(gitopsFieldsTranslationRef)
      .subscribe({
        next: loaded => {
          if (!loaded.ready) return;
          subscription.unsubscribe();
          resolve(loaded.t);
        },
        error: reject,
      });
  });
}
