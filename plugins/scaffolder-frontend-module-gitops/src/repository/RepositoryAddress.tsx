import { TextField } from '@backstage/ui';
import { invalidity } from '../form/invalidity';
import { useFieldsTranslation } from '../translations/useFieldsTranslation';
import { RepositoryFieldProps } from './repositorySchema';

/** An address, written. */
export function RepositoryAddress(
  props: RepositoryFieldProps & {
    label: string;
    description: string;
    problem: string | null;
  },
) {
  const t = useFieldsTranslation();
  const { formData = '', onChange } = props;
  return (
    <TextField
      id={props.idSchema.$id}
      label={props.label}
      secondaryLabel={props.required ? t('field.required') : undefined}
      description={props.description}
      placeholder="https://git.example.com/team/manifests"
      // Not "url": the browser would judge it too, in its own words
      type="text"
      inputMode="url"
      autoComplete="off"
      isRequired={props.required}
      isDisabled={props.disabled}
      isReadOnly={props.readonly}
      {...invalidity(props, props.problem)}
      value={formData}
      onChange={text => onChange(text === '' ? undefined : text)}
      onBlur={() => {
        if (formData !== formData.trim()) onChange(formData.trim());
      }}
    />
  );
}
