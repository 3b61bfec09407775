import { useApiHolder } from '@backstage/frontend-plugin-api';
import { Button, VisuallyHidden } from '@backstage/ui';
import { RiAddLine } from '@remixicon/react';
import { secretStores } from 'backstage-plugin-gitops-common';
import { useId, useState } from 'react';
import { FieldHeading } from '../form/FieldHeading';
import { useFieldsTranslation } from '../translations/useFieldsTranslation';
import { secretKeyProblems } from './secretKeyProblems';
import { SecretKeyRow } from './SecretKeyRow';
import { keyPrefixes, rowsIn, SecretKey, storeIn } from './secretKeys';
import styles from './SecretKeysField.module.css';
import { SecretKeysFieldProps } from './secretKeysSchema';
import { TableHead } from './TableHead';
import { useRowFocus } from './useRowFocus';

/**
 * The names of the secrets that a service reads, in the container and in the store. What looks like
 * a value is refused.
 */
export function SecretKeysField(props: SecretKeysFieldProps) {
  const t = useFieldsTranslation();
  const id = useId();
  const { schema, uiSchema, onChange, rawErrors = [] } = props;
  const options = uiSchema['ui:options'];
  const store = storeIn(options);
  const prefixes = keyPrefixes(useApiHolder());
  const rows = rowsIn(props.formData);
  const problems = secretKeyProblems(rows, store, prefixes);
  const isFixed = Boolean(props.disabled || props.readonly);
  const { list, addButton, focusRow } = useRowFocus(rows.length);
  const [removed, setRemoved] = useState('');

  const add = () => {
    const key = options?.defaultKey ?? secretStores[store].defaultKey;
    onChange([...rows, { secretKey: '', key }]);
    focusRow(rows.length, 'input');
  };
  const remove = (index: number) => {
    onChange(rows.filter((_, at) => at !== index));
    setRemoved(t('secretKeys.removed', { row: String(index + 1) }));
    focusRow(Math.min(index, rows.length - 2), 'button');
  };
  const change = (index: number, row: SecretKey) =>
    onChange(rowsIn(rows.map((other, at) => (at === index ? row : other))));
  const isRefused = problems.some(row => Object.values(row).includes('secret'));

  return (
    <div
      role="group"
      className={styles.field}
      aria-labelledby={`${id}-label`}
      aria-describedby={`${id}-hint`}
    >
      <FieldHeading
        label={schema.title ?? t('secretKeys.label')}
        labelId={`${id}-label`}
        isRequired={props.required}
        description={schema.description}
      />
      <p id={`${id}-hint`} className={styles.hint}>
        {t('secretKeys.hint')} {t('secretKeys.placeholders')}
      </p>
      {rows.length === 0 && (
        <p className={styles.none}>{t('secretKeys.none')}</p>
      )}
      {rows.length > 0 && <TableHead />}
      <ol ref={list} className={styles.rows}>
        {rows.map((row, index) => (
          <SecretKeyRow
            key={index}
            number={index + 1}
            row={row}
            problems={problems[index]}
            rules={{ store, prefixes }}
            isChecked={rawErrors.length > 0}
            isDisabled={isFixed}
            onChange={changed => change(index, changed)}
            onRemove={() => remove(index)}
          />
        ))}
      </ol>
      <Button
        ref={addButton}
        variant="secondary"
        size="small"
        iconStart={<RiAddLine aria-hidden />}
        isDisabled={isFixed}
        onPress={add}
      >
        {t('secretKeys.add')}
      </Button>
      <VisuallyHidden>
        <span role="status">
          {isRefused ? t('secretKeys.problem.secret') : removed}
        </span>
      </VisuallyHidden>
    </div>
  );
}
