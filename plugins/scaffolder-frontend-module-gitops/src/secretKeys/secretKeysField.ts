import { FormField } from '../form/FormField';
import { onFormPaper } from '../form/onFormPaper';
import { translationOf } from '../translations/translationOf';
import { secretKeyProblems } from './secretKeyProblems';
import { keyPrefixes, rowsIn, storeIn } from './secretKeys';
import { SecretKeysField } from './SecretKeysField';
import { secretKeysSchema } from './secretKeysSchema';
import { tableSentences } from './wording';

/** `ui:field: GitopsSecretKeys` */
export const secretKeysField: FormField<typeof secretKeysSchema> = {
  name: 'GitopsSecretKeys',
  component: onFormPaper(SecretKeysField),
  schema: secretKeysSchema,
  async validation(value, field, { apiHolder, uiSchema }) {
    const store = storeIn(uiSchema?.['ui:options']);
    const prefixes = keyPrefixes(apiHolder);
    const problems = secretKeyProblems(rowsIn(value), store, prefixes);
    if (problems.every(row => Object.keys(row).length === 0)) return;
    const t = await translationOf(apiHolder);
    for (const sentence of tableSentences(problems, { store, prefixes }, t))
      field.addError(sentence);
  },
};
