import { FleetEnvironment } from 'backstage-plugin-gitops-common';

/** Names of the two columns beside those of environments, which no environment can have */
export const SERVICE_COLUMN = ' service';
export const AHEAD_COLUMN = ' ahead';

/** In pixels. Below 476, cells stand below the name: see the style sheet */
const NAME_WIDTH = 196;
const ENVIRONMENT_WIDTH = 140;
const AHEAD_WIDTH = 180;
const NARROW = 900;
/** Width that is left for a scroll bar beside the columns */
const SCROLL_BAR = 20;

export interface FleetColumns {
  environments: readonly FleetEnvironment[];
  /** Whether the last column has room */
  hasAhead: boolean;
  /** Whether the reader chooses which environments are shown */
  isNarrow: boolean;
  /** Whether there may be no room for the columns, so that the grid scrolls sideways */
  isWide: boolean;
}

/**
 * The columns that fit. The last one goes first; a narrow page that has no room for all environments
 * shows two. Where even a wide one has none, the grid scrolls.
 *
 * @param width - undefined where it isn't known
 * @param chosen - names of the two; without them, the last two
 */
export function columnsFor(
  width: number | undefined,
  all: readonly FleetEnvironment[],
  chosen: readonly string[],
): FleetColumns {
  const isNarrow =
    width !== undefined &&
    width < NARROW &&
    all.length > 2 &&
    width < widthOf({ environments: all, hasAhead: false });
  const [left, right] = all.slice(-2).map(({ name }, index) => {
    const wanted = chosen[index];
    return (
      all.find(one => one.name === wanted) ??
      all.find(one => one.name === name)!
    );
  });
  const environments = isNarrow ? [left, right] : all;
  const needed = widthOf({ environments, hasAhead: true });
  const hasAhead =
    !isNarrow && all.length > 1 && (width === undefined || width >= needed);
  return {
    environments,
    hasAhead,
    isNarrow,
    isWide:
      width === undefined ||
      width < widthOf({ environments, hasAhead }) + SCROLL_BAR,
  };
}

/** What the style sheet takes: the least width, a template of columns, and for how many. */
export function styleOf(
  columns: Pick<FleetColumns, 'environments' | 'hasAhead'>,
) {
  const { environments, hasAhead } = columns;
  return {
    '--fleet-width': `${widthOf(columns)}px`,
    '--fleet-environments': environments.length,
    '--fleet-columns': [
      `${NAME_WIDTH}px`,
      ...environments.map(() => `minmax(${ENVIRONMENT_WIDTH}px, 1fr)`),
      ...(hasAhead ? [`minmax(${AHEAD_WIDTH}px, 1.4fr)`] : []),
    ].join(' '),
  };
}

function widthOf({
  environments,
  hasAhead,
}: Pick<FleetColumns, 'environments' | 'hasAhead'>): number {
  const ahead = hasAhead ? AHEAD_WIDTH : 0;
  return NAME_WIDTH + environments.length * ENVIRONMENT_WIDTH + ahead;
}

/** Names of the columns, from left to right. */
export function columnNames({
  environments,
  hasAhead,
}: FleetColumns): string[] {
  const names = environments.map(({ name }) => name);
  return [SERVICE_COLUMN, ...names, ...(hasAhead ? [AHEAD_COLUMN] : [])];
}
