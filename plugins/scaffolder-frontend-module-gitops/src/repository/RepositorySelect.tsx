import { Select } from '@backstage/ui';
import { useEffect } from 'react';
import { invalidity } from '../form/invalidity';
import { useFieldsTranslation } from '../translations/useFieldsTranslation';
import { repositoryFor } from './repositoryFor';
import { OfferedRepository } from './repositoryProblem';
import { RepositoryFieldProps } from './repositorySchema';

/** One of the repositories that the template lists: the only one, or the owner's, is chosen. */
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
  const { owner = '' } = props.uiSchema['ui:options'] ?? {};
  const own = repositoryFor(offered, {
    chosen: formData,
    owner: props.formContext?.formData?.[owner],
  });
  useEffect(() => {
    if (own !== undefined) onChange(own);
  }, [own, onChange]);
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
