import { useId, useState } from 'react';
import { clockTime } from '../text/formats';
import field from '../parts/Field.module.css';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import styles from './FreezeDialog.module.css';
import { untilChoices } from './untilChoices';

/** When a freeze ends: when somebody ends it, or at a time, which may still be missing. */
export type Until = { isOpen: true } | { isOpen: false; at: Date | undefined };

/** Whether a freeze can still end then. */
export function isPossible(until: Until): boolean {
  return until.isOpen || (until.at !== undefined && until.at > new Date());
}

/** The usual times to choose from, and any other. */
export function UntilField(props: {
  value: Until;
  onChange: (until: Until) => void;
  isChecked: boolean;
}) {
  const t = useGitopsTranslation();
  const id = useId();
  // They stay what they were while the dialog is open
  const [now] = useState(Date.now);
  const [choices] = useState(() => untilChoices(now));
  const [chosen, setChosen] = useState('open');
  const { value, onChange } = props;
  const choose = (name: string) => {
    setChosen(name);
    const found = choices.find(one => one.name === name);
    onChange(
      name === 'open' ? { isOpen: true } : { isOpen: false, at: found?.until },
    );
  };
  const isWrong = props.isChecked && !isPossible(value);
  const isOther = chosen === 'other';
  const error = { 'aria-invalid': isWrong, 'aria-describedby': `${id}-error` };
  return (
    <div className={styles.group}>
      <label htmlFor={id} className={styles.label}>
        {t('freezes.dialog.until')}
      </label>
      <select
        id={id}
        className={`${field.control} ${styles.control}`}
        value={chosen}
        {...(isOther ? {} : error)}
        onChange={event => choose(event.target.value)}
      >
        <option value="open">{t('freezes.dialog.untilOpen')}</option>
        {choices.map(({ name, until }) => (
          <option key={name} value={name}>
            {t('freezes.dialog.untilAt', {
              choice: t(`freezes.dialog.untilChoice.${name}`),
              time: clockTime(until.toISOString(), now, t),
            })}
          </option>
        ))}
        <option value="other">{t('freezes.dialog.untilOther')}</option>
      </select>
      {isOther && (
        <input
          type="datetime-local"
          className={`${field.control} ${styles.control}`}
          aria-label={t('freezes.dialog.untilTime')}
          {...error}
          onChange={({ target }) =>
            onChange({
              isOpen: false,
              at: target.value === '' ? undefined : new Date(target.value),
            })
          }
        />
      )}
      <p id={`${id}-error`} className={`${field.error} ${styles.error}`}>
        {isWrong && t('freezes.dialog.untilMissing')}
      </p>
    </div>
  );
}
