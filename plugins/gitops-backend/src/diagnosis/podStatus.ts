import type { WorkloadPod } from '../inventory/Diagnosis';

/** What a Pod that can't run is said to be, also with `Init:` before it. */
export const CANNOT_RUN =
  /BackOff$|Err(ImagePull|ImageNeverPull)$|Error$|InvalidImageName$|OOMKilled$/;

/**
 * Whether Kubernetes has taken it out of its workload: it is being deleted, its node is lost, or it
 * has succeeded or failed for good. Argo CD may still call it healthy.
 */
export function isOver({ status = '', hasEnded }: WorkloadPod): boolean {
  return (
    hasEnded === true ||
    /^(Terminating|Terminated|Unknown|Completed|Succeeded|Failed|Evicted|NodeLost|NodeShutdown|NodeAffinity|Preempting|UnexpectedAdmissionError|OutOf.+)$/.test(
      status,
    )
  );
}

/** A Pod may take this long to start before anybody asks why. */
const STARTING_MS = 20_000;

/** Whether it has existed for a short time, or it isn't known since when. */
export function isStarting(
  { createdAt }: { readonly createdAt?: string | null },
  now: number,
): boolean {
  return !createdAt || now - Date.parse(createdAt) < STARTING_MS;
}
