import { FormField } from '../form/FormField';
import { onFormPaper } from '../form/onFormPaper';
import { translationOf } from '../translations/translationOf';
import { secretKeyProblems } from './secretKeyProblems';
import { rowsIn, storeIn } from './secretKeys';
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
    const problems = secretKeyProblems(rowsIn(value), store);
    if (problems.every(row => Object.keys(row).length === 0)) return;
    const t = await translationOf(apiHolder);
    for (const sentence of tableSentences(problems, store, t))
      field.addError(sentence);
  },
};
