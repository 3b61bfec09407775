import { posix } from 'node:path';
import { InputError } from '@backstage/errors';
import { isKustomization, withResource } from '../manifests/kustomization';
import type { Draft } from './Draft';

/**
 * Which folders may be without a kustomization, as an Application deploys all that is in them: any,
 * none, or those that the repository has already.
 */
export type PlainFolders = 'any' | 'none' | 'existing';

/**
 * Adds a manifest, and has the kustomization of its folder deploy it.
 *
 * @throws ConflictError where the repository has the file with another text; InputError where
 *   nothing would deploy it, or the kustomization can't be edited
 */
export async function addResource(
  draft: Draft,
  path: string,
  text: string,
  { plain }: { plain: PlainFolders },
): Promise<void> {
  const folder = posix.dirname(path);
  const name = posix.basename(path);
  const found = (await draft.list(folder)).find(isKustomization);
  if (found === undefined && plain === 'none')
    throw new InputError(
      `Nothing would deploy ${path}: ${folder} has no kustomization. Write the deployment before it, or set plainFolder if this folder is a source of an Application, such as next to a chart`,
    );
  if (
    found === undefined &&
    plain === 'existing' &&
    (await draft.listBefore(folder)).length === 0
  )
    throw new InputError(
      `Nothing would deploy ${path}: the repository has no folder ${folder}. Set path to a folder that an Application deploys, or plainFolder if one will`,
    );
  await draft.add(path, text);
  if (found === undefined) return;
  const kustomization = posix.join(folder, found);
  const before = (await draft.read(kustomization)) ?? '';
  const after = withResource(before, kustomization, name);
  if (after !== before) await draft.write(kustomization, after);
}
