import { TextField } from '@backstage/ui';
import { useEffect, useRef } from 'react';
import { FieldStatus } from '../form/FieldStatus';
import { invalidity } from '../form/invalidity';
import {
  Translate,
  useFieldsTranslation,
} from '../translations/useFieldsTranslation';
import { OfEntityFieldProps } from './ofEntitySchema';
import { EntityValue, useEntityValue } from './useEntityValue';

/** A text that is filled in from the entity that was chosen before, and can be changed. */
export function OfEntityField(props: OfEntityFieldProps) {
  const t = useFieldsTranslation();
  const { schema, uiSchema, formData = '', onChange, formContext } = props;
  const { entity = '', value = 'source' } = uiSchema['ui:options'] ?? {};
  const chosen = formContext?.formData?.[entity];
  const ref = typeof chosen === 'string' && chosen ? chosen : undefined;
  const found = useEntityValue(ref, value);
  const filled = useRef<EntityValue>();
  useEffect(() => {
    if (!found || filled.current === found) return;
    // What somebody wrote stays
    const isOurs = !formData || formData === filled.current?.value;
    filled.current = found;
    if (found.value && isOurs) onChange(found.value);
  }, [found, formData, onChange]);
  return (
    <>
      <TextField
        id={props.idSchema.$id}
        label={schema.title ?? props.name}
        secondaryLabel={props.required ? t('field.required') : undefined}
        description={schema.description}
        autoComplete="off"
        isRequired={props.required}
        isDisabled={props.disabled}
        isReadOnly={props.readonly}
        {...invalidity(props, null)}
        value={formData}
        onChange={text => onChange(text === '' ? undefined : text)}
      />
      <FieldStatus>{found && hintOf(found, formData, t)}</FieldStatus>
    </>
  );
}

function hintOf(found: EntityValue, written: string, t: Translate): string {
  const { status, value } = found;
  const name = found.ref.replace(/^.*\//, '');
  return value && value !== written
    ? t('ofEntity.differs', { name, value })
    : t(`ofEntity.${status}`, { name });
}
