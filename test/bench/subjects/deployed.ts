import type { Application, ArgoCD } from '../../../packages/sandbox/src';

/** Resolves with the time in ms, as `Date.now()` has it, at which the simulated Argo CD's API says that an Application runs one image, and no other, well. */
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
