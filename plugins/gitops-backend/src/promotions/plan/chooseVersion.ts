import {
  chosenCandidates,
  rollbackCandidates,
  versionBefore,
} from './chosenCandidates';
import type { PlannedEnvironments } from './environmentsOf';
import type { Candidates } from './moves';
import type { Planning } from './Planning';
import type { VersionHistory, VersionRan } from './VersionHistory';
import { hasRunHealthy, VersionSeen, versionSeen } from './versionSeen';

/**
 * Which version moves: the one that was asked for, else what runs in the source; of a rollback, the
 * last one that was healthy in the target.
 *
 * @returns what it consists of, what is known of it in the source, and the titles of environments
 * on the way that have not run it healthy
 * @throws ConflictError where it can't be promoted; ServiceUnavailableError where that isn't known
 */
export async function chooseVersion(
  planning: Planning,
  environments: PlannedEnvironments,
  { history, now: clock }: { history: VersionHistory; now(): number },
): Promise<{ candidates: Candidates; seen: VersionSeen; skipped: string[] }> {
  const { name, rollsBack } = planning;
  const { source, target, sources } = environments;
  const now = clock();
  const runs = await runsOf(planning, environments, history);
  const version =
    planning.version ??
    (rollsBack ? versionBefore(rollsBack, target, runs) : source.running ?? '');
  const seen = versionSeen(source, version, runs, now);
  return {
    seen,
    candidates: rollsBack
      ? rollbackCandidates({ name, rollsBack }, version, target, seen)
      : chosenCandidates(planning, version, source, sources, seen),
    skipped: environments.skipped
      .filter(one => !hasRunHealthy(one, version, runs, now))
      .map(({ title }) => title),
  };
}

/**
 * While the database does not answer, nothing is known of the past: then only what runs now is
 * promoted, and only what a promotion has replaced comes back.
 */
async function runsOf(
  { query, rollsBack, version }: Planning,
  { source, skipped }: PlannedEnvironments,
  history: VersionHistory,
): Promise<readonly VersionRan[]> {
  const isKnown =
    version === undefined ||
    version === rollsBack?.previous ||
    (!rollsBack && source.versions.includes(version));
  try {
    return await history.runs(query, [source, ...skipped]);
  } catch (error) {
    if (isKnown) return [];
    throw error;
  }
}
