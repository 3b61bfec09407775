import { ReactNode } from 'react';
import styles from './DataTable.module.css';

/** A table that scrolls within its panel where it is too wide, by keyboard too. */
export function DataTable(props: {
  label: string;
  /** Titles of the columns */
  columns: string[];
  /** Its rows */
  children: ReactNode;
}) {
  return (
    <div
      className={styles.scroll}
      role="region"
      aria-label={props.label}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- It scrolls
      tabIndex={0}
    >
      <table className={styles.table}>
        <thead>
          <tr>
            {props.columns.map(column => (
              <th key={column} scope="col">
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
