import { isDeepStrictEqual } from 'node:util';
import type { ArgoCD } from '../../packages/sandbox/src/argocd/ArgoCD';
import { podsOf } from '../../packages/sandbox/src/argocd/cluster/LiveResource';
import { compare } from '../../packages/sandbox/src/argocd/controller/compare';
import { listAt } from '../../packages/sandbox/src/argocd/Json';
import { imagesOf } from '../../packages/sandbox/src/argocd/manifests/images';
import type { Desired } from './manifests';
import { isTask, nameOf, Place, workloadKey } from './places';

/**
 * What is true of one place in one Argo CD from one moment on: from its cluster and Git, not from
 * Argo CD's status.
 */
export interface Truth {
  readonly at: number;
  /** There is an Application */
  readonly exists: boolean;
  /** Versions of the Pods that serve requests */
  readonly serving: ReadonlySet<string>;
  /** The version that Git asks for; undefined where its manifests can't be read */
  readonly wanted?: string;
  /** The cluster has what Git asks for */
  readonly isSynced: boolean;
  /**
   * As many Pods as wanted serve, all of the wanted version. Where they run to their end: it is of
   * the wanted version, and the last run has succeeded
   */
  readonly isComplete: boolean;
  /** A Pod can't run, or a secret can't be read */
  readonly isBroken: boolean;
  readonly isPaused: boolean;
  /** The last operation failed, or manifests can't be read */
  readonly hasFailed: boolean;
  /** An operation or a rollout is under way */
  readonly isMoving: boolean;
  /** Argo CD does not sync it by itself */
  readonly isManual: boolean;
  /** A sync window keeps Argo CD from syncing it by itself */
  readonly isWindowShut: boolean;
}

export function truthOf(
  argocd: ArgoCD,
  place: Place,
  desired: Desired | undefined,
  at: number,
): Truth {
  const record = argocd.controller.record(nameOf(place));
  const application = argocd.store.get(nameOf(place));
  const live = record?.cluster.live.get(workloadKey(place));
  const pods = live ? podsOf(live) : [];
  const areTasks = isTask(place);
  const ready = pods.filter(
    ({ reason, health }) =>
      reason === 'Running' && (areTasks || health.status === 'Healthy'),
  );
  const serving = new Set(ready.map(pod => versionOf(pod.images)));
  const isReadable = record?.target !== undefined;
  const comparison =
    record && compare(record.target?.manifests, record.cluster.live);
  const others = record
    ? [...record.cluster.live.values()].filter(one => !one.hookType)
    : [];
  const project = argocd.controller.projects.get('default');
  const phase = application?.status.operationState?.phase;
  return {
    at,
    exists: application !== undefined,
    serving,
    wanted: desired?.failure === 'broken' ? undefined : desired?.version,
    isSynced: comparison?.sync === 'Synced',
    isComplete:
      desired !== undefined &&
      live !== undefined &&
      (areTasks
        ? live.health?.status === 'Healthy' &&
          versionOf(imagesOf(live.manifest)) === desired.version
        : pods.length === desired.replicas &&
          ready.length === pods.length &&
          [...serving].every(version => version === desired.version)),
    isBroken:
      // A CronJob keeps Pods of runs that failed, though later ones did not
      (!areTasks && pods.some(pod => pod.health.status === 'Degraded')) ||
      others.some(one => one.health?.status === 'Degraded'),
    isPaused: others.some(one => one.health?.status === 'Suspended'),
    hasFailed: !isReadable || phase === 'Failed' || phase === 'Error',
    isMoving:
      record?.isOperating === true ||
      phase === 'Running' ||
      others.some(one => one.health?.status === 'Progressing'),
    isManual: application?.spec.syncPolicy?.automated?.enabled === false,
    // Those of a history are all shut
    isWindowShut: listAt(project, 'spec', 'syncWindows').length > 0,
  };
}

/** Whether two moments differ in their time only. */
export function isSameTruth(a: Truth | undefined, b: Truth): boolean {
  return a !== undefined && isDeepStrictEqual({ ...a, at: b.at }, b);
}

function versionOf([image = '']: readonly string[]): string {
  return image.slice(image.lastIndexOf(':') + 1);
}
