import { displayCode } from '../text/displayText';
import { DataTable } from './DataTable';
import styles from './FieldDifferences.module.css';

/** A field, and what it is on either side; null where it is not set there. */
interface DifferentField {
  path: string;
  sides: readonly [string | null, string | null];
}

/** The fields in which two manifests of a resource differ, side by side. */
export function FieldDifferences(props: {
  label: string;
  /** Titles of the field and of the two sides */
  columns: string[];
  notSet: string;
  fields: readonly DifferentField[];
}) {
  return (
    <DataTable label={props.label} columns={props.columns}>
      {props.fields.map(({ path, sides }) => (
        <tr key={path}>
          <th scope="row">
            <code>{displayCode(path)}</code>
          </th>
          {sides.map((value, index) => (
            <td key={index}>
              {value === null ? (
                <span className={styles.quiet}>{props.notSet}</span>
              ) : (
                <code className={styles.value}>
                  {value.split('\n').map(displayCode).join('\n')}
                </code>
              )}
            </td>
          ))}
        </tr>
      ))}
    </DataTable>
  );
}
