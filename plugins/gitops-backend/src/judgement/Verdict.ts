import type { Cause, DeploymentState } from 'backstage-plugin-gitops-common';
import { isSameVersion, versionOfImage } from 'backstage-plugin-gitops-node';
import type { Facts } from './facts';

/** A state, its cause, since when it holds, and remarks that apply as well. */
export interface Verdict {
  readonly state: DeploymentState;
  readonly cause: Cause | null;
  readonly remarks?: readonly Cause[];
  /** Null where Argo CD gives no time; undefined where what it gives says nothing of this */
  readonly since: string | null | undefined;
}

/** What serves, or that nothing does; empty where that isn't known. */
export function whatRuns({
  running,
  wanted,
  isServing,
  nothingRuns,
  ownPods,
}: Facts): Cause[] {
  if (isServing && running)
    return [
      {
        code: running === wanted ? 'runs' : 'stillRuns',
        params: { version: running },
      },
    ];
  if (!nothingRuns) return [];
  const version = versionOf(ownPods);
  return version
    ? [{ code: 'noneReady', params: { version } }]
    : [{ code: 'noPods', params: {} }];
}

/** That Pods of before serve while new ones do not; empty where that isn't so. */
export function serves({
  running,
  wanted,
  isServing,
  ownPods,
  wantedImages,
}: Facts): Cause[] {
  if (!isServing) return [];
  const ready = ownPods.filter(one => one.isServing);
  // No other version is known
  if (wanted === null && ready.length === ownPods.length) return [];
  if (running !== null && running !== wanted) {
    const old = ready.filter(
      ({ image }) =>
        image && !wantedImages.some(one => isSameVersion(one, image)),
    );
    return [
      {
        code: 'stillServes',
        params: { version: running, count: old.length || undefined },
      },
    ];
  }
  const older = ready.filter(({ pod }) => pod.isNewest === false);
  return older.length > 0
    ? [
        {
          code: 'olderServe',
          params: { version: versionOf(older), count: older.length },
        },
      ]
    : [];
}

function versionOf(pods: Facts['ownPods']): string | undefined {
  const images = pods.flatMap(({ image }) => image ?? []);
  return [...new Set(images.map(versionOfImage))].join(', ') || undefined;
}
