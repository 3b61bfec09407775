import { forwardRef, useId } from 'react';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './Field.module.css';

/**
 * A required text with its label, what it is for, and what is wrong with it. The design system's
 * two fields look alike, but each adds a kilobyte and more to every app's bundle.
 */
export const Field = forwardRef<
  HTMLInputElement & HTMLTextAreaElement,
  {
    label: string;
    use: string;
    error?: string | null;
    /** Height of a text of several lines */
    rows?: number;
    value: string;
    onChange: (value: string) => void;
  }
>(({ label, use, error, rows, value, onChange }, ref) => {
  const t = useGitopsTranslation();
  const id = useId();
  const Control = rows === undefined ? 'input' : 'textarea';
  return (
    <div className={styles.field}>
      <label htmlFor={id}>
        {label} <span className={styles.quiet}>({t('promote.required')})</span>
      </label>
      <p id={`${id}-use`} className={styles.quiet}>
        {use}
      </p>
      <Control
        ref={ref}
        id={id}
        className={styles.control}
        rows={rows}
        required
        aria-describedby={`${id}-use ${id}-error`}
        aria-invalid={Boolean(error)}
        value={value}
        onChange={event => onChange(event.target.value)}
      />
      <p id={`${id}-error`} className={styles.error}>
        {error}
      </p>
    </div>
  );
});
