import { posix } from 'node:path';
import { ConflictError, InputError } from '@backstage/errors';
import { SettingsPlace, valueAt } from '../manifests/settings';
import type { Draft } from './Draft';
import { FoundDeployment, readDeployments } from './findDeployment';

export interface FoundPatch extends FoundDeployment {
  text: string;
}

/**
 * The patch of a Deployment that a kustomization applies from a file; undefined where there is none.
 *
 * @throws ConflictError where there are several
 */
export async function findPatch(
  draft: Draft,
  kustomization: string,
  file: string,
  deployment: string,
): Promise<FoundPatch | undefined> {
  const patches = valueAt(kustomization, { file, path: ['patches'] });
  const found: FoundPatch[] = [];
  for (const one of Array.isArray(patches) ? patches : []) {
    if (typeof one?.path !== 'string') continue;
    const path = posix.join(posix.dirname(file), one.path);
    const text = await draft.read(path);
    if (text === undefined) continue;
    for (const patch of readDeployments(text, path))
      if (patch.name === deployment) found.push({ ...patch, text });
  }
  if (found.length <= 1) return found[0];
  throw new ConflictError(
    `${file} patches Deployment ${deployment} by several files (${found
      .map(one => posix.basename(one.file))
      .join(
        ', ',
      )}): which of them has the settings is not clear. Have one only`,
  );
}

/**
 * Where a patch has a container.
 *
 * @throws InputError where it is of others
 */
export function placeIn(
  { file, document, containers }: FoundPatch,
  container: string,
): SettingsPlace {
  const index = containers.findIndex(one => one.name === container);
  if (index < 0)
    throw new InputError(
      `${file} patches no container ${container}: add \`- name: ${container}\` to its containers`,
    );
  const path = ['spec', 'template', 'spec', 'containers', index];
  return { file, document, path };
}
