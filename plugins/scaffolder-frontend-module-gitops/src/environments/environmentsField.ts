import { FormField } from '../form/FormField';
import { onFormPaper } from '../form/onFormPaper';
import { translationOf } from '../translations/translationOf';
import { EnvironmentsField } from './EnvironmentsField';
import { environmentsProblem } from './environmentsProblem';
import { environmentsSchema } from './environmentsSchema';

/** `ui:field: GitopsEnvironments` */
export const environmentsField: FormField<typeof environmentsSchema> = {
  name: 'GitopsEnvironments',
  component: onFormPaper(EnvironmentsField),
  schema: environmentsSchema,
  async validation(names, field, { apiHolder, schema }) {
    const problem = environmentsProblem(names, schema);
    if (problem === null) return;
    const t = await translationOf(apiHolder);
    field.addError(t(`environments.problem.${problem}`));
  },
};
