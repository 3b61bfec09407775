import type { FleetAhead, FleetCell } from 'backstage-plugin-gitops-common';

/**
 * What the last environment does not run: the version of the first one that runs anything.
 * Undefined where it runs the same or ran it before, and where either is not known: stale, several
 * versions, or nothing reported.
 *
 * @param environments - in the order of promotion
 * @param recorded - `sinceOf`: since when a version runs in an environment; `ranIn`: whether it ran
 *   there before
 */
export function aheadOf(
  cells: Readonly<Record<string, FleetCell>>,
  environments: readonly string[],
  recorded: {
    sinceOf(environment: string, version: string): string | undefined;
    ranIn(environment: string, version: string): boolean;
  },
): FleetAhead | undefined {
  const lastName = environments.at(-1) ?? '';
  const last = cells[lastName];
  const isLastKnown =
    last &&
    last.staleSince === undefined &&
    (last.running.length > 0 || last.nothingRuns);
  if (!isLastKnown) return undefined;
  const from = environments
    .slice(0, -1)
    .find(name => cells[name] && !cells[name].nothingRuns);
  if (from === undefined) return undefined;
  const { staleSince, running } = cells[from];
  if (staleSince !== undefined || running.length !== 1) return undefined;
  const [newest] = running;
  return last.running.includes(newest) || recorded.ranIn(lastName, newest)
    ? undefined
    : { newest, since: recorded.sinceOf(from, newest) };
}
