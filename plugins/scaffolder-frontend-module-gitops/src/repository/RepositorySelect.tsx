import { Select } from '@backstage/ui';
import { useEffect } from 'react';
import { invalidity } from '../form/invalidity';
import { useFieldsTranslation } from '../translations/useFieldsTranslation';
import { OfferedRepository } from './repositoryProblem';
import { RepositoryFieldProps } from './repositorySchema';

/** One of the repositories that the template lists; where it lists one, it is chosen. */
export function RepositorySelect(
  props: RepositoryFieldProps & {
    label: string;
    description: string;
    problem: string | null;
    offered: OfferedRepository[];
  },
) {
  const t = useFieldsTranslation();
  const { formData, offered, onChange } = props;
  const only = offered.length === 1 ? offered[0].url : undefined;
  useEffect(() => {
    if (only !== undefined && !formData) onChange(only);
  }, [only, formData, onChange]);
  return (
    <Select
      label={props.label}
      secondaryLabel={props.required ? t('field.required') : undefined}
      description={props.description}
      placeholder={t('repository.choose')}
      options={offered.map(({ url, title }) => ({
        id: url,
        label: title ? `${title} (${url})` : url,
      }))}
      isRequired={props.required}
      isDisabled={props.disabled || props.readonly}
      {...invalidity(props, props.problem)}
      value={formData ?? null}
      onChange={url => onChange(url === null ? undefined : String(url))}
    />
  );
}
