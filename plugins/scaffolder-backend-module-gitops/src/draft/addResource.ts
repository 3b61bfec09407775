import { posix } from 'node:path';
import { withResource } from '../manifests/kustomization';
import type { Draft } from './Draft';

/**
 * Adds a manifest, and has the kustomization of its folder deploy it, where there is one.
 *
 * @throws ConflictError where the repository has the file with another text; InputError where the kustomization can't be edited
 */
export async function addResource(
  draft: Draft,
  path: string,
  text: string,
): Promise<void> {
  await draft.add(path, text);
  const kustomization = posix.join(posix.dirname(path), 'kustomization.yaml');
  const before = await draft.read(kustomization);
  if (before === undefined) return;
  const after = withResource(before, kustomization, posix.basename(path));
  if (after !== before) await draft.write(kustomization, after);
}
