import { FormField } from '../form/FormField';
import { onFormPaper } from '../form/onFormPaper';
import { OfEntityField } from './OfEntityField';
import { ofEntitySchema } from './ofEntitySchema';

/** `ui:field: GitopsOfEntity` */
export const ofEntityField: FormField<typeof ofEntitySchema> = {
  name: 'GitopsOfEntity',
  component: onFormPaper(OfEntityField),
  schema: ofEntitySchema,
};
