import { Health } from '../Application';
import { Manifest } from '../Json';

export interface Pod {
  name: string;
  uid: string;
  images: string[];
  health: Health;
  /** `Status Reason` of the tree: Running, Completed, Error, CrashLoopBackOff, ImagePullBackOff */
  reason: string;
  createdAt: string;
  resourceVersion: string;
}

export interface ReplicaSet {
  name: string;
  uid: string;
  hash: string;
  /** Of the Deployment: 1, 2, … */
  revision: number;
  createdAt: string;
  resourceVersion: string;
  pods: Pod[];
}

/** A resource as the simulated cluster has it: what was applied, how it is, and what it owns. */
export interface LiveResource {
  manifest: Manifest;
  uid: string;
  createdAt: string;
  resourceVersion: string;
  health?: Health;
  /** Set for hooks, such as a migration Job */
  hookType?: string;
  /** Its newest Pods crash, though they ran once */
  isCrashing?: boolean;
  /** Of Deployments and the like, newest first; the revisions of a StatefulSet */
  replicaSets: ReplicaSet[];
  /** Of Jobs, and of the runs of CronJobs that are kept */
  pods: Pod[];
}

export function podsOf(live: LiveResource): Pod[] {
  return [
    ...live.pods,
    ...live.replicaSets.flatMap(replicaSet => replicaSet.pods),
  ];
}
