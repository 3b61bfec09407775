import { ReactNode } from 'react';
import styles from './FieldStatus.module.css';

/** What is known of a field's value, below it: it is also read out. */
export function FieldStatus(props: { children: ReactNode }) {
  return (
    <div role="status" className={styles.status}>
      {props.children}
    </div>
  );
}
