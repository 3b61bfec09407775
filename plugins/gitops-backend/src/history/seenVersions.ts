import {
  deploymentStates,
  type SeenVersion,
} from 'backstage-plugin-gitops-common';
import { digestOf } from '../promotions/plan/candidates';
import type { VersionRun } from './VersionRun';

/**
 * The versions that runs were of, by environment: of each, the last run of every Application.
 *
 * @param runs - the last begun first
 * @param isRunning - whether a run's version runs now; null where that is not known
 */
export function seenVersions(
  runs: readonly VersionRun[],
  isRunning: (run: VersionRun) => boolean | null,
): SeenVersion[] {
  const groups = new Map<string, Map<string, VersionRun>>();
  for (const run of runs) {
    const key = JSON.stringify([run.environment, run.version]);
    const group = groups.get(key) ?? new Map<string, VersionRun>();
    if (!group.has(run.application)) group.set(run.application, run);
    groups.set(key, group);
  }
  return [...groups.values()].map(group =>
    combined([...group.values()], isRunning),
  );
}

function combined(
  runs: readonly VersionRun[],
  isRunning: (run: VersionRun) => boolean | null,
): SeenVersion {
  const [{ environment, version }] = runs;
  const running = runs.map(isRunning);
  const isOver = runs.every(({ until }) => until !== undefined);
  const untils = runs.flatMap(({ until }) => until ?? []);
  return {
    environment,
    version,
    since: runs.map(({ since }) => since).sort()[0],
    until: isOver ? untils.sort().at(-1)! : null,
    ...healthyTime(runs),
    state: runs.map(({ state }) => state).sort(byWorst)[0],
    digest:
      digestOf(
        version,
        runs.flatMap(({ artifacts }) => artifacts?.images ?? []),
      ) ?? null,
    isRunning: running.find(Boolean) ?? (running.includes(null) ? null : false),
    applications: runs.map(({ application }) => {
      const [instance, namespace, name] = application.split('/');
      return { instance, namespace, name };
    }),
  };
}

/** All of them were healthy in it. */
function healthyTime(
  runs: readonly VersionRun[],
): Pick<SeenVersion, 'healthySince' | 'healthyUntil'> {
  const sinces = runs.flatMap(({ healthySince }) => healthySince ?? []);
  const untils = runs.flatMap(({ healthyUntil }) => healthyUntil ?? []);
  const since = sinces.sort().at(-1);
  const until = untils.sort()[0];
  const isNever =
    !since || sinces.length < runs.length || (until && until < since);
  return isNever
    ? { healthySince: null, healthyUntil: null }
    : { healthySince: since, healthyUntil: until ?? null };
}

function byWorst(a: VersionRun['state'], b: VersionRun['state']): number {
  return deploymentStates.indexOf(b) - deploymentStates.indexOf(a);
}
