import { posix } from 'node:path';
import { ConflictError, InputError } from '@backstage/errors';
import {
  FoundSecret,
  readExternalSecrets,
} from '../manifests/externalSecretKeys';
import type { Draft } from './Draft';
import { manifestsIn } from './manifestsIn';

/** The ExternalSecrets of a folder that make a Secret. */
async function secretsIn(
  draft: Draft,
  folder: string,
  target: string,
): Promise<FoundSecret[]> {
  const found: FoundSecret[] = [];
  for await (const one of manifestsIn(
    draft,
    folder,
    'ExternalSecret',
    readExternalSecrets,
  ))
    if (one.target === target) found.push(one);
  return found;
}

/**
 * The one ExternalSecret of a folder that makes a Secret.
 *
 * @param base - what all environments share, for the sentence
 * @throws InputError where there is none; ConflictError where there are several
 */
export async function findExternalSecret(
  draft: Draft,
  { folder, base, target }: { folder: string; base: string; target: string },
): Promise<FoundSecret> {
  const found = await secretsIn(draft, folder, target);
  if (found.length === 1) return found[0];
  if (found.length > 1)
    throw new ConflictError(
      `${folder} has several ExternalSecrets of ${target} (${found
        .map(({ file }) => posix.basename(file))
        .join(', ')}): which of them has a key is not clear. Have one only`,
    );
  const [shared] = await secretsIn(draft, base, target);
  throw new InputError(
    shared
      ? `The ExternalSecret of ${target} is in ${shared.file}, which all environments share: change it there`
      : `No file of ${folder} has an ExternalSecret of ${target}. Write one with gitops:externalsecret:write, or give the name of its Secret in name, and its folder in paths.overlay`,
  );
}

/** The same; undefined where there is not exactly one. */
export async function ownExternalSecret(
  draft: Draft,
  folder: string,
  target: string,
): Promise<FoundSecret | undefined> {
  const found = await secretsIn(draft, folder, target);
  return found.length === 1 ? found[0] : undefined;
}
