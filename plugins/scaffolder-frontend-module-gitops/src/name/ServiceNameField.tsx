import { TextField } from '@backstage/ui';
import { FieldStatus } from '../form/FieldStatus';
import { invalidity } from '../form/invalidity';
import { useFieldsTranslation } from '../translations/useFieldsTranslation';
import { ServiceNameFieldProps } from './serviceNameSchema';
import { useNameJudgement } from './useNameJudgement';
import { problemSentence } from './wording';

/** The name of a new service, judged while it is typed. */
export function ServiceNameField(props: ServiceNameFieldProps) {
  const t = useFieldsTranslation();
  const { schema, uiSchema, formData = '', onChange } = props;
  const judgement = useNameJudgement(
    formData,
    uiSchema['ui:options']?.namespace,
  );
  const problem =
    judgement.status === 'refused'
      ? problemSentence(judgement.problem, t)
      : null;
  return (
    <>
      <TextField
        id={props.idSchema.$id}
        label={schema.title ?? t('serviceName.label')}
        secondaryLabel={props.required ? t('field.required') : undefined}
        description={schema.description ?? t('serviceName.description')}
        autoComplete="off"
        spellCheck="false"
        // eslint-disable-next-line jsx-a11y/no-autofocus
        autoFocus={props.autofocus}
        isRequired={props.required}
        isDisabled={props.disabled}
        isReadOnly={props.readonly}
        {...invalidity(props, problem)}
        value={formData}
        onChange={text => onChange(text === '' ? undefined : text)}
        onBlur={() => {
          if (formData !== formData.trim()) onChange(formData.trim());
        }}
      />
      <FieldStatus>
        {judgement.status !== 'empty' &&
          judgement.status !== 'refused' &&
          t(`serviceName.${judgement.status}`)}
      </FieldStatus>
    </>
  );
}
