import { posix } from 'node:path';
import { InputError } from '@backstage/errors';
import { isKustomization, withResource } from '../manifests/kustomization';
import type { Draft } from './Draft';

/**
 * Adds a manifest, and has the kustomization of its folder deploy it.
 *
 * @param isPlainFolder - whether the folder may be without one, as an Application deploys all that
 *   is in it
 * @throws ConflictError where the repository has the file with another text; InputError where there
 *   is no kustomization, or it can't be edited
 */
export async function addResource(
  draft: Draft,
  path: string,
  text: string,
  { isPlainFolder }: { isPlainFolder: boolean },
): Promise<void> {
  const folder = posix.dirname(path);
  const name = posix.basename(path);
  const found = (await draft.list(folder)).find(isKustomization);
  if (found === undefined && !isPlainFolder)
    throw new InputError(
      `Nothing would deploy ${path}: ${folder} has no kustomization. Write the deployment before it, or set plainFolder where an Application has this folder as a source of its own, as beside a chart`,
    );
  await draft.add(path, text);
  if (found === undefined) return;
  const kustomization = posix.join(folder, found);
  const before = (await draft.read(kustomization)) ?? '';
  const after = withResource(before, kustomization, name);
  if (after !== before) await draft.write(kustomization, after);
}
