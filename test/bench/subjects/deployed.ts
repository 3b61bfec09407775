import { setTimeout } from 'node:timers/promises';
import type { Application, ArgoCD } from '../../../packages/sandbox/src';
import { podsOf } from '../../../packages/sandbox/src/argocd/cluster/LiveResource';

/**
 * Resolves with the time in ms, as `Date.now()` has it, at which the simulated Argo CD's API says
 * that an Application runs one image, and no other, well.
 */
export function deployed(
  { store }: ArgoCD,
  name: string,
  image: string,
): Promise<number> {
  const isDeployed = ({ status }: Application) =>
    status.sync.status === 'Synced' &&
    status.health.status === 'Healthy' &&
    status.summary.images?.join() === image;
  return new Promise(resolve => {
    const present = store.get(name);
    if (present && isDeployed(present)) {
      resolve(Date.now());
      return;
    }
    const end = store.onEvent(({ application }) => {
      if (application.metadata.name !== name || !isDeployed(application))
        return;
      end();
      resolve(Date.now());
    });
  });
}

const FAILS_WITHIN_MS = 30_000;

/**
 * Resolves with the time in ms at which something of the Application has failed in the simulated
 * cluster: a Pod that crashes, a Job.
 */
export async function failed(
  { controller }: ArgoCD,
  name: string,
): Promise<number> {
  const deadline = Date.now() + FAILS_WITHIN_MS;
  while (Date.now() < deadline) {
    const resources = [
      ...(controller.record(name)?.cluster.live.values() ?? []),
    ];
    const hasFailed = resources.some(
      resource =>
        (resource.manifest.kind === 'Job' &&
          resource.health?.status === 'Degraded') ||
        podsOf(resource).some(({ reason }) => reason === 'CrashLoopBackOff'),
    );
    if (hasFailed) return Date.now();
    await setTimeout(20);
  }
  throw new Error(`Nothing of ${name} fails`);
}
