import { TextField } from '@backstage/ui';
import styles from './SecretKeysField.module.css';

/**
 * A name in a row of the table. Spaces around it, as pasting leaves them, go when the input is
 * left.
 */
export function NameInput(props: {
  /** Shown where the table is too narrow to have a head */
  title: string;
  label: string;
  isRequired?: boolean;
  isDisabled: boolean;
  problem: string | null;
  value: string;
  onChange: (value: string) => void;
}) {
  const { value, onChange } = props;
  return (
    <div className={styles.cell}>
      <span aria-hidden className={styles.cellTitle}>
        {props.title}
      </span>
      <TextField
        size="small"
        aria-label={props.label}
        autoComplete="off"
        spellCheck="false"
        isRequired={props.isRequired}
        isDisabled={props.isDisabled}
        validationBehavior="aria"
        validate={() => props.problem}
        value={value}
        onChange={onChange}
        onBlur={() => {
          if (value !== value.trim()) onChange(value.trim());
        }}
      />
    </div>
  );
}
