import { ReactNode } from 'react';
import styles from './DataTable.module.css';

/** A table that scrolls within its panel where it is too wide, by keyboard too. */
export function DataTable(props: {
  label: string;
  /** Titles of the columns */
  columns: string[];
  /** For what differs from other tables */
  className?: string;
  /** Its rows */
  children: ReactNode;
}) {
  return (
    <div
      className={styles.scroll}
      role="group"
      aria-label={props.label}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- It scrolls
      tabIndex={0}
    >
      <table
        className={`${styles.table} ${props.className ?? ''}`}
        aria-label={props.label}
      >
        <thead>
          <tr>
            {props.columns.map((column, index) => (
              <th key={index} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{props.children}</tbody>
      </table>
    </div>
  );
}
