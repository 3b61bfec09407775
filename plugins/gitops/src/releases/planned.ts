import {
  FileDifference,
  GateAnswer,
  PlannedService,
  RepositoryChange,
} from 'backstage-plugin-gitops-common';

/** Whether a service can come with a release: by itself, only past its gates, or not at all. */
export type Standing = 'comes' | 'blocked' | 'impossible';

export function standingOf({ plan, obstacle }: PlannedService): Standing {
  if (obstacle !== null || plan === null) return 'impossible';
  const blocking = plan.gates.filter(({ result }) => result === 'block');
  if (blocking.length === 0) return 'comes';
  return plan.canOverride && blocking.every(one => one.canOverride)
    ? 'blocked'
    : 'impossible';
}

/** The gates that block, of all that are given. */
export function blockersOf({ plan }: PlannedService): GateAnswer[] {
  return plan?.gates.filter(({ result }) => result === 'block') ?? [];
}

/**
 * What changes for some services, by branch: a pull request each. Where services share a file, what
 * changes for each of them follows each other.
 */
export function changesOf(
  services: readonly PlannedService[],
): RepositoryChange[] {
  const changes = new Map<string, RepositoryChange>();
  for (const { plan } of services)
    for (const change of plan?.changes ?? []) {
      const key = `${change.url} ${change.branch}`;
      const known = changes.get(key);
      changes.set(key, {
        ...change,
        files: withFiles(known?.files ?? [], change.files),
      });
    }
  return [...changes.values()];
}

function withFiles(
  known: readonly FileDifference[],
  more: readonly FileDifference[],
): FileDifference[] {
  const files = new Map(known.map(file => [file.path, file]));
  for (const { path, hunks } of more) {
    const before = files.get(path)?.hunks ?? [];
    const texts = new Set(before.map(hunk => JSON.stringify(hunk)));
    files.set(path, {
      path,
      hunks: [
        ...before,
        ...hunks.filter(hunk => !texts.has(JSON.stringify(hunk))),
      ].sort((a, b) => lineOf(a) - lineOf(b)),
    });
  }
  return [...files.values()];
}

function lineOf([first]: FileDifference['hunks'][number]): number {
  return first?.before ?? first?.after ?? 0;
}
