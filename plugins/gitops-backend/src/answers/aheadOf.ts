import type { FleetAhead, FleetCell } from 'backstage-plugin-gitops-common';

/**
 * What the last environment does not run: the version of the first one that runs anything.
 * Undefined where it runs the same, and where either is not known: stale, several versions, or
 * nothing reported.
 *
 * @param environments - in the order of promotion
 * @param sinceOf - since when a version runs in an environment, where that is recorded
 */
export function aheadOf(
  cells: Readonly<Record<string, FleetCell>>,
  environments: readonly string[],
  sinceOf: (environment: string, version: string) => string | undefined,
): FleetAhead | undefined {
  const last = cells[environments.at(-1) ?? ''];
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
  return last.running.includes(newest)
    ? undefined
    : { newest, since: sinceOf(from, newest) };
}
