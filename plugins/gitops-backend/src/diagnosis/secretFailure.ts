import type { ApplicationAddress } from '../argocd/addresses';
import type { ArgoCdClient } from '../argocd/ArgoCdClient';
import type { ManagedResources, ResourceTree } from '../argocd/detailSchemas';
import type { Diagnosis, SecretFailure } from '../inventory/Diagnosis';
import { secretKeyAt } from './manifests';

/**
 * Reads which key of a failed ExternalSecret is missing. Its condition says only that it failed;
 * Kubernetes' events name the place in the manifest, whose `secretKey` is what a developer knows.
 *
 * @throws ArgoCdError
 */
export async function readSecretFailure(
  client: Pick<ArgoCdClient, 'events'>,
  application: ApplicationAddress,
  {
    operation,
    tree,
    managed,
  }: {
    operation: Diagnosis['operation'];
    tree: ResourceTree;
    managed?: ManagedResources;
  },
  signal: AbortSignal,
): Promise<SecretFailure | undefined> {
  const failed = operation?.resources.find(
    ({ kind, phase }) => kind === 'ExternalSecret' && phase === 'Failed',
  );
  if (!failed) return undefined;
  const node = tree.nodes.find(
    ({ kind, name, namespace }) =>
      kind === failed.kind &&
      name === failed.name &&
      (namespace ?? '') === failed.namespace,
  );
  if (!node?.uid) return undefined;
  const { items } = await client.events(
    application,
    { namespace: failed.namespace, name: failed.name, uid: node.uid },
    signal,
  );
  const manifest = managed?.items.find(
    ({ kind, name }) => kind === failed.kind && name === failed.name,
  )?.targetState;
  for (const { message, type } of [...items].reverse()) {
    const found =
      type === 'Warning' &&
      /spec\.data\[(\d+)\] \(key: ([^)]+)\)/.exec(message ?? '');
    if (!found) continue;
    return {
      externalSecret: failed.name,
      remoteKey: found[2],
      secretKey: secretKeyAt(manifest, found[1]),
    };
  }
  return undefined;
}
