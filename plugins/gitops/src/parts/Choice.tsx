import { useId } from 'react';
import styles from './Choice.module.css';

/** One of several, in a list that opens. */
export function Choice(props: {
  label: string;
  options: { value: string; text: string }[];
  chosen: string;
  onChoose: (value: string) => void;
}) {
  const id = useId();
  return (
    <div className={styles.choice}>
      <label htmlFor={id} className={styles.label}>
        {props.label}
      </label>
      <select
        id={id}
        className={styles.select}
        value={props.chosen}
        onChange={event => props.onChoose(event.target.value)}
      >
        {props.options.map(({ value, text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}
