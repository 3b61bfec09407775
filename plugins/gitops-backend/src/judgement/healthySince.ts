import type { Facts } from './facts';

/**
 * Since when what runs has been healthy. A sync that replaced no Pod does not count: self-heal may
 * repeat one every few minutes.
 */
export function healthySince(facts: Facts): string | null {
  const { healthSince, operationFinishedAt } = facts.application;
  const oldest = healthSince && oldestPod(facts);
  return latest(
    healthSince,
    oldest && operationFinishedAt && oldest < operationFinishedAt
      ? oldest
      : operationFinishedAt,
  );
}

/** Kinds that never change the image of a Pod that is there: they replace it. */
const REPLACING =
  /^(Deployment|ReplicaSet|StatefulSet|DaemonSet|Rollout|DeploymentConfig) /;

/**
 * When the oldest Pod that serves was created, where all of them are known to be of the wanted
 * version: that was deployed before.
 */
function oldestPod({ ownPods, running, wanted }: Facts): string | undefined {
  if (running === null || running !== wanted) return undefined;
  const created = ownPods
    .filter(({ isServing }) => isServing)
    .map(({ pod: { createdAt, workload }, image }) =>
      image && REPLACING.test(workload ?? '') ? createdAt : undefined,
    );
  return created.some(one => !one) ? undefined : created.sort()[0];
}

function latest(a: string | undefined, b: string | undefined): string | null {
  if (!a || !b) return a ?? b ?? null;
  return a > b ? a : b;
}
