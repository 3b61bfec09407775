import { ReactNode } from 'react';
import styles from './ScrollingTable.module.css';

/** A table that scrolls within its panel where that is narrow, by keyboard too. */
export function ScrollingTable(props: { label: string; children: ReactNode }) {
  return (
    <div
      className={styles.scroll}
      role="group"
      aria-label={props.label}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- It scrolls, by keyboard too
      tabIndex={0}
    >
      <table className={styles.table} aria-label={props.label}>
        {props.children}
      </table>
    </div>
  );
}
