import { Checkbox, CheckboxGroup } from '@backstage/ui';
import { Environment } from 'backstage-plugin-gitops-common';
import { useEffect, useId, useRef, useState } from 'react';
import { invalidity } from '../form/invalidity';
import { useFieldsTranslation } from '../translations/useFieldsTranslation';
import { Arrival } from './Arrival';
import {
  initialNames,
  inOrder,
  namesIn,
  unknownIn,
} from './chosenEnvironments';
import styles from './EnvironmentsField.module.css';
import { environmentsProblem } from './environmentsProblem';
import { EnvironmentsFieldProps } from './environmentsSchema';

/** A checkbox for each environment, with how a version arrives there. */
export function EnvironmentsPicker(
  props: EnvironmentsFieldProps & {
    label: string;
    environments: Environment[];
  },
) {
  const t = useFieldsTranslation();
  const id = useId();
  const { formData, environments, onChange, schema } = props;
  const [isTouched, setIsTouched] = useState(false);
  const names = namesIn(formData);
  useInitialNames(props);

  const problem = environmentsProblem(formData, schema);
  const sentence = problem && t(`environments.problem.${problem}`);
  const rows = [
    ...environments,
    ...unknownIn(names, environments).map(name => ({ name, title: name })),
  ];
  return (
    <CheckboxGroup
      label={props.label}
      secondaryLabel={props.required ? t('field.required') : undefined}
      description={schema.description}
      isRequired={props.required}
      isDisabled={props.disabled}
      isReadOnly={props.readonly}
      {...invalidity(props, isTouched ? sentence : null)}
      value={names}
      onChange={chosen => {
        setIsTouched(true);
        onChange(inOrder(chosen, environments));
      }}
    >
      {rows.map(environment => (
        <div key={environment.name} className={styles.row}>
          <Checkbox
            value={environment.name}
            aria-describedby={`${id}-${environment.name}`}
          >
            {environment.title}
          </Checkbox>
          <span id={`${id}-${environment.name}`} className={styles.quiet}>
            <Arrival environment={environment} />
          </span>
        </div>
      ))}
    </CheckboxGroup>
  );
}

/**
 * Sets what is preselected, or puts what is set into order: once, because a user who unticks
 * everything means it.
 */
function useInitialNames({
  formData,
  environments,
  uiSchema,
  onChange,
}: EnvironmentsFieldProps & { environments: Environment[] }) {
  const isWritten = useRef(false);
  useEffect(() => {
    if (isWritten.current) return;
    isWritten.current = true;
    const set = namesIn(formData);
    const names = initialNames(
      set,
      environments,
      uiSchema['ui:options']?.preselect,
    );
    if (names.join('\n') !== set.join('\n')) onChange(names);
  }, [formData, environments, uiSchema, onChange]);
}
