import { Button } from '@backstage/ui';
import { FleetEnvironment } from 'backstage-plugin-gitops-common';
import { CSSProperties, useId, useMemo, useRef, useState } from 'react';
import { displayName } from '../text/displayText';
import { numberText } from '../text/formats';
import { useNow } from '../time/useNow';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';
import { columnNames, FleetColumns, styleOf } from './columns';
import { FleetCounts } from './counts';
import styles from './FleetGrid.module.css';
import { FleetHeader } from './FleetHeader';
import { FleetLine } from './FleetLine';
import { FleetRow, isNotIn, rowOf } from './FleetRow';
import { FleetView, filterText } from './FleetView';
import { GroupLine } from './GroupLine';
import { groupsOf } from './groups';
import { drawnGroups, inBlocks, linesOf, openRows } from './lines';
import { Spot } from './moves';
import { useGridKeys } from './useGridKeys';
import { useLimit } from './useLimit';
import { useServiceLinks } from './useServiceLinks';
import { useTimes } from './useTimes';

interface FleetGridProps {
  rows: readonly FleetRow[];
  columns: FleetColumns;
  /** The last of all environments */
  last: FleetEnvironment | undefined;
  counts: FleetCounts;
  view: FleetView;
  onClose(closed: string[]): void;
  selected: ReadonlySet<string>;
  onSelect(selected: ReadonlySet<string>): void;
}

/** Services and environments, as the grid pattern of WAI-ARIA has them. */
export function FleetGrid(props: FleetGridProps) {
  const t = useGitopsTranslation();
  const { rows, columns, last, view, selected } = props;
  const { environments, hasAhead } = columns;
  const isGrouped = view.group !== 'none';
  const groups = useMemo(
    () => groupsOf(rows, view.group, last?.name),
    [rows, view.group, last?.name],
  );
  const { limit, more, onMore } = useLimit(
    openRows(groups, view.closed),
    filterText(view),
  );
  const { drawn, left } = useMemo(
    () => drawnGroups(groups, view.closed, limit),
    [groups, view.closed, limit],
  );
  const lines = useMemo(() => linesOf(drawn, isGrouped), [drawn, isGrouped]);
  const names = useMemo(() => columnNames(columns), [columns]);
  const grid = useRef<HTMLDivElement>(null);
  const [spot, setSpot] = useState<Spot>({ line: '', column: '' });
  const isThere = lines.some(({ key }) => key === spot.line);
  const stop = {
    line: isThere ? spot.line : lines[0]?.key,
    column: names.includes(spot.column) ? spot.column : names[0],
  };
  const keys = useGridKeys({ ...props, grid, lines, names, stop });
  const { hrefOf, open } = useServiceLinks();
  const { asOf, ageOf } = useTimes(useNow(60_000));
  const hint = useId();

  const toggle = (key: string) => {
    const isClosed = view.closed.includes(key);
    const others = view.closed.filter(one => one !== key);
    props.onClose(isClosed ? others : [...others, key]);
  };
  // The header is the first row
  let index = 1;
  return (
    <>
      <div
        className={`${styles.scroll} ${columns.isWide ? styles.wide : ''}`}
        style={styleOf(columns) as CSSProperties}
      >
        <div
          ref={grid}
          role="grid"
          tabIndex={-1}
          aria-label={t('fleet.grid')}
          aria-describedby={hint}
          aria-multiselectable
          aria-rowcount={lines.length + left + 1}
          aria-colcount={names.length}
          className={styles.grid}
          onKeyDown={keys.onKeyDown}
          onFocus={event => {
            const found = keys.spotOf(event.target);
            if (found) setSpot(found);
          }}
          onClick={event => {
            const selecting = keys.selectingOf(event.target);
            if (selecting) keys.toggle(selecting);
            else open(event);
          }}
        >
          <FleetHeader {...props} />
          {drawn.map(({ group, isOpen, rows: members }) => (
            <div key={group.key} role="rowgroup">
              {isGrouped && (
                <GroupLine
                  group={group}
                  grouping={view.group}
                  last={last ? displayName(last.title || last.name) : ''}
                  isOpen={isOpen}
                  index={(index += 1)}
                  columnCount={names.length}
                  isStop={stop.line === `group ${group.key}`}
                  onToggle={toggle}
                />
              )}
              {inBlocks(members).map((block, position) => (
                <div
                  key={position}
                  role="presentation"
                  className={styles.block}
                  style={{
                    containIntrinsicBlockSize: `auto calc(${block.length} * var(--fleet-row))`,
                  }}
                >
                  {block.map(row => (
                    <FleetLine
                      key={row.service.ref}
                      row={rowOf(row.service, environments)}
                      index={(index += 1)}
                      hasAhead={hasAhead}
                      isAhead={isNotIn(row.service, last?.name)}
                      age={ageOf(row.service.ahead?.since)}
                      stop={
                        stop.line === row.service.ref ? stop.column : undefined
                      }
                      isSelected={selected.has(row.service.ref)}
                      hrefOf={hrefOf}
                      asOf={asOf}
                      t={t}
                    />
                  ))}
                </div>
              ))}
            </div>
          ))}
        </div>
      </div>
      <p id={hint} className={styles.hint}>
        {t('fleet.selection.hint')}
      </p>
      {more > 0 && (
        <div className={styles.more}>
          <span>
            {t('fleet.drawn', {
              shown: numberText(limit, t),
              total: numberText(rows.length, t),
            })}
          </span>
          <Button
            variant="secondary"
            size="small"
            onPress={() => {
              // The new ones come behind it
              [
                ...grid.current!.querySelectorAll<HTMLElement>(
                  '[role=rowheader] a',
                ),
              ]
                .at(-1)
                ?.focus();
              onMore();
            }}
          >
            {t('fleet.more', { count: more })}
          </Button>
        </div>
      )}
    </>
  );
}
