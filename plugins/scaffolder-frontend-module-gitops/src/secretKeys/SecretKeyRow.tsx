import { ButtonIcon } from '@backstage/ui';
import { RiDeleteBinLine } from '@remixicon/react';
import { useFieldsTranslation } from '../translations/useFieldsTranslation';
import { NameInput } from './NameInput';
import { RowProblems } from './secretKeyProblems';
import { SecretKey } from './secretKeys';
import styles from './SecretKeysField.module.css';
import { KeyRules, problemSentence } from './wording';

/** One secret: its name in the container, and where it is in the store. */
export function SecretKeyRow(props: {
  /** From 1 */
  number: number;
  row: SecretKey;
  problems: RowProblems;
  rules: KeyRules;
  /** Whether the form was asked to go on: before, what is still to be written is no error */
  isChecked: boolean;
  isDisabled: boolean;
  onChange: (row: SecretKey) => void;
  onRemove: () => void;
}) {
  const t = useFieldsTranslation();
  const { row, problems, rules, isDisabled, onChange } = props;
  const number = String(props.number);
  const sentence = (column: keyof SecretKey) => {
    const problem = problems[column];
    if (!problem || (!row[column] && !props.isChecked)) return null;
    return problemSentence(column, problem, rules, t);
  };
  return (
    <li
      className={styles.row}
      aria-label={t('secretKeys.row', { row: number })}
    >
      <NameInput
        title={t('secretKeys.name')}
        label={t('secretKeys.nameOf', { row: number })}
        isRequired
        isDisabled={isDisabled}
        problem={sentence('secretKey')}
        value={row.secretKey}
        onChange={secretKey => onChange({ ...row, secretKey })}
      />
      <NameInput
        title={t('secretKeys.key')}
        label={t('secretKeys.keyOf', { row: number })}
        isRequired
        isDisabled={isDisabled}
        problem={sentence('key')}
        value={row.key}
        onChange={key => onChange({ ...row, key })}
      />
      <NameInput
        title={t('secretKeys.property')}
        label={t('secretKeys.propertyOf', { row: number })}
        isDisabled={isDisabled}
        problem={sentence('property')}
        value={row.property ?? ''}
        onChange={property => onChange({ ...row, property })}
      />
      <ButtonIcon
        variant="tertiary"
        size="small"
        icon={<RiDeleteBinLine aria-hidden />}
        aria-label={t('secretKeys.remove', { row: number })}
        isDisabled={isDisabled}
        onPress={props.onRemove}
      />
    </li>
  );
}
