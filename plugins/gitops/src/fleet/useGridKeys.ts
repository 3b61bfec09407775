import { KeyboardEvent, RefObject, useRef } from 'react';
import { FleetLine } from './lines';
import { between, moved, Spot } from './moves';

/**
 * Keys of the grid: they move the focus, and select rows. Enter is left to the link or button that
 * has the focus.
 */
export function useGridKeys(options: {
  grid: RefObject<HTMLElement>;
  lines: readonly FleetLine[];
  /** Of the columns */
  names: readonly string[];
  stop: Spot;
  selected: ReadonlySet<string>;
  onSelect(selected: ReadonlySet<string>): void;
}) {
  const { grid, lines, names, stop, selected, onSelect } = options;
  const anchor = useRef<string>();

  const spotOf = (target: EventTarget): Spot | undefined => {
    if (!(target instanceof Element)) return undefined;
    const line = target.closest('[data-line]')?.getAttribute('data-line');
    const column = target.getAttribute('data-column');
    if (line === null || line === undefined || column === null)
      return undefined;
    // A group has one cell: the way down goes on where it was
    return { line, column: column || stop.column };
  };

  const focus = ({ line, column }: Spot) => {
    const row =
      grid.current?.querySelectorAll('[data-line]')[
        lines.findIndex(({ key }) => key === line)
      ];
    const cells = row?.querySelectorAll<HTMLElement>('[data-column]');
    cells?.[cells.length === 1 ? 0 : names.indexOf(column)]?.focus();
  };

  const toggle = (ref: string) => {
    const next = new Set(selected);
    if (!next.delete(ref)) next.add(ref);
    anchor.current = ref;
    onSelect(next);
  };

  const extend = (to: Spot) => {
    anchor.current ??= stop.line;
    const rows = lines.flatMap(({ kind, key }) =>
      kind === 'row' ? [key] : [],
    );
    if (!rows.includes(anchor.current)) anchor.current = to.line;
    if (rows.includes(to.line))
      onSelect(
        new Set([...selected, ...between(rows, anchor.current, to.line)]),
      );
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (!spotOf(event.target) || event.altKey) return;
    const { key, shiftKey } = event;
    const isRow = lines.some(
      line => line.kind === 'row' && line.key === stop.line,
    );
    if (key === ' ' && isRow) {
      event.preventDefault();
      toggle(stop.line);
      return;
    }
    const isFar = event.ctrlKey || event.metaKey;
    const to = moved(
      stop,
      { key, isFar },
      lines.map(line => line.key),
      names,
    );
    if (!to) return;
    event.preventDefault();
    if (shiftKey && to.line !== stop.line) extend(to);
    focus(to);
  };

  /** The row whose box is clicked */
  const selectingOf = (target: EventTarget) =>
    target instanceof Element && target.closest('[data-select]')
      ? target.closest('[data-line]')?.getAttribute('data-line')
      : undefined;

  return { spotOf, selectingOf, onKeyDown, toggle };
}
