import { Button } from '@backstage/ui';
import { FieldHeading } from '../form/FieldHeading';
import { FieldStatus } from '../form/FieldStatus';
import {
  Translate,
  useFieldsTranslation,
} from '../translations/useFieldsTranslation';
import { PreviewedFiles } from './PreviewedFiles';
import { PreviewFieldProps } from './previewSchema';
import { Preview, usePreview } from './usePreview';

/** Shows the files that the template would write, before anything is made. */
export function PreviewField(props: PreviewFieldProps) {
  const t = useFieldsTranslation();
  const { preview, run } = usePreview(props.formContext?.formData ?? {});
  return (
    <div>
      <FieldHeading
        label={props.schema.title ?? t('preview.label')}
        description={props.schema.description ?? t('preview.description')}
      />
      <Button
        variant="secondary"
        isPending={preview.status === 'running'}
        onPress={run}
      >
        {t('preview.run')}
      </Button>
      <FieldStatus>{statusOf(preview, t)}</FieldStatus>
      {preview.status === 'shown' && (
        <PreviewedFiles repositories={preview.repositories} />
      )}
    </div>
  );
}

function statusOf(preview: Preview, t: Translate): string | undefined {
  switch (preview.status) {
    case 'running':
      return t('preview.running');
    case 'unavailable':
      return t('preview.unavailable');
    case 'failed':
      return t('preview.failed', { message: preview.message });
    case 'shown':
      return preview.repositories.length === 0
        ? t('preview.nothing')
        : t('preview.shown');
    default:
      return undefined;
  }
}
