import { FormField } from '../form/FormField';
import { onFormPaper } from '../form/onFormPaper';
import { translationOf } from '../translations/translationOf';
import { judgeName } from './judgeName';
import { ServiceNameField } from './ServiceNameField';
import { serviceNameSchema } from './serviceNameSchema';
import { problemSentence } from './wording';

/** `ui:field: GitopsServiceName` */
export const serviceNameField: FormField<typeof serviceNameSchema> = {
  name: 'GitopsServiceName',
  component: onFormPaper(ServiceNameField),
  schema: serviceNameSchema,
  async validation(name, field, { apiHolder, uiSchema }) {
    // Whether there has to be one, the form judges by itself
    if (!name) return;
    const { namespace } = uiSchema?.['ui:options'] ?? {};
    const { problem } = await judgeName(name, apiHolder, namespace);
    if (problem === null) return;
    field.addError(problemSentence(problem, await translationOf(apiHolder)));
  },
};
