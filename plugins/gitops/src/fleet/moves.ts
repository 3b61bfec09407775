/** Where the focus is: a line by its key, and a column by its name. Never a position. */
export interface Spot {
  line: string;
  column: string;
}

/** A key that moves the focus. */
export interface Move {
  key: string;
  /** With Ctrl, or Cmd on a Mac */
  isFar: boolean;
}

const PAGE = 20;

/**
 * Where a key moves the focus, as the grid pattern of WAI-ARIA says; undefined where it is no such
 * key, or there is nothing to move to.
 *
 * @param lines - keys of the lines in their order
 * @param columns - names of the columns in their order
 */
export function moved(
  from: Spot,
  { key, isFar }: Move,
  lines: readonly string[],
  columns: readonly string[],
): Spot | undefined {
  const line = Math.max(0, lines.indexOf(from.line));
  const column = Math.max(0, columns.indexOf(from.column));
  const lastLine = lines.length - 1;
  const lastColumn = columns.length - 1;
  const places: Record<string, [number, number]> = {
    ArrowUp: [line - 1, column],
    ArrowDown: [line + 1, column],
    ArrowLeft: [line, column - 1],
    ArrowRight: [line, column + 1],
    Home: [isFar ? 0 : line, 0],
    End: [isFar ? lastLine : line, lastColumn],
    PageUp: [Math.max(0, line - PAGE), column],
    PageDown: [Math.min(lastLine, line + PAGE), column],
  };
  if (!Object.hasOwn(places, key)) return undefined;
  const [toLine, toColumn] = places[key];
  return toLine in lines && toColumn in columns
    ? { line: lines[toLine], column: columns[toColumn] }
    : undefined;
}

/** All lines from one to another, in either direction. */
export function between(
  lines: readonly string[],
  from: string,
  to: string,
): string[] {
  const [a, b] = [lines.indexOf(from), lines.indexOf(to)];
  return a < 0 || b < 0
    ? [to]
    : lines.slice(Math.min(a, b), Math.max(a, b) + 1);
}
