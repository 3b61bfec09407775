import type { FleetAhead, FleetCell } from 'backstage-plugin-gitops-common';

/**
 * The version of the first environment that runs anything, and the environments after it that do
 * not run it. Of those, it passes over what ran it before, and what is not known: stale, or nothing
 * reported. Undefined where no environment is left, or the version is not known.
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
  const known = environments.filter(name => cells[name]);
  const first = known.findIndex(name => !cells[name].nothingRuns);
  if (first < 0) return undefined;
  const from = known[first];
  const { staleSince, running } = cells[from];
  if (staleSince !== undefined || running.length !== 1) return undefined;
  const [newest] = running;
  const notIn = known
    .slice(first + 1)
    .filter(
      name =>
        isKnown(cells[name]) &&
        !cells[name].running.includes(newest) &&
        !recorded.ranIn(name, newest),
    );
  return notIn.length > 0
    ? { newest, since: recorded.sinceOf(from, newest), notIn }
    : undefined;
}

function isKnown({ staleSince, running, nothingRuns }: FleetCell): boolean {
  return (
    staleSince === undefined && (running.length > 0 || nothingRuns === true)
  );
}
