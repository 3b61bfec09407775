import { memo } from 'react';
import { displayName, displayVersion } from '../text/displayText';
import { Translate } from '../translations/useGitopsTranslation';
import { AHEAD_COLUMN, SERVICE_COLUMN } from './columns';
import { FleetCellContent } from './FleetCellContent';
import styles from './FleetGrid.module.css';
import { FleetRow } from './FleetRow';

interface FleetLineProps {
  row: FleetRow;
  /** Of the grid's rows, from 1 */
  index: number;
  hasAhead: boolean;
  /** Whether the last environment does not have the newest version yet */
  isAhead: boolean;
  /** For how long the newest version has run; empty where that isn't known */
  age: string;
  /** The column that Tab leads to; undefined where it leads to another row */
  stop: string | undefined;
  isSelected: boolean;
  hrefOf(service: string, environment?: string): string;
  asOf(staleSince: string): string;
  t: Translate;
}

/**
 * A service. There are thousands: it is drawn again only when something of it changes, and it asks
 * for nothing itself.
 */
export const FleetLine = memo(function Line(props: FleetLineProps) {
  const { row, stop, hrefOf, t } = props;
  const { ref, title, ahead } = row.service;
  const linkTo = (column: string, environment?: string) => ({
    href: hrefOf(ref, environment),
    tabIndex: stop === column ? 0 : -1,
    'data-column': column,
    className: styles.link,
  });
  return (
    <div
      role="row"
      aria-rowindex={props.index}
      aria-selected={props.isSelected}
      data-line={ref}
      className={styles.row}
    >
      <div role="rowheader" className={styles.name}>
        <span aria-hidden data-select="" className={styles.select} />
        <a {...linkTo(SERVICE_COLUMN)} title={ref}>
          {displayName(title)}
        </a>
      </div>
      {row.cells.map(one => (
        <div
          key={one.environment}
          role="gridcell"
          className={styles.cell}
          data-state={one.cell?.staleSince ? undefined : one.cell?.state}
        >
          <a {...linkTo(one.environment, one.environment)}>
            <FleetCellContent one={one} asOf={props.asOf} t={t} />
          </a>
        </div>
      ))}
      {props.hasAhead && (
        <div role="gridcell" className={styles.cell}>
          <a {...linkTo(AHEAD_COLUMN)}>
            {ahead && props.isAhead ? displayVersion(ahead.newest) : '–'}{' '}
            <span className={styles.age}>{props.isAhead && props.age}</span>
          </a>
        </div>
      )}
    </div>
  );
});
