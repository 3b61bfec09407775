import { FormField } from '../form/FormField';
import { onFormPaper } from '../form/onFormPaper';
import { PreviewField } from './PreviewField';
import { previewSchema } from './previewSchema';

/** `ui:field: GitopsPreview` */
export const previewField: FormField<typeof previewSchema> = {
  name: 'GitopsPreview',
  component: onFormPaper(PreviewField),
  schema: previewSchema,
};
