import { posix } from 'node:path';
import { ConflictError, InputError } from '@backstage/errors';
import type { GitRepository } from 'backstage-plugin-gitops-node';
import type { ActionOptions } from './ActionOptions';
import { limited } from './openDraft';

/** The one that is called so, in upper or lower case. */
export function named(
  names: readonly string[],
  wanted: string,
): string | undefined {
  return names.find(name => name.toLowerCase() === wanted.toLowerCase());
}

/**
 * Default branch of the repository that gets a folder for the code.
 *
 * @throws InputError where there is no such repository
 */
export async function branchFor(
  folder: string,
  { hosts }: Pick<ActionOptions, 'hosts'>,
  { sourceRepository: address }: { sourceRepository?: string },
  signal: AbortSignal | undefined,
): Promise<string> {
  if (!address)
    throw new InputError(
      'sourceFolder needs sourceRepository: the address of the repository that gets the folder',
    );
  const source = hosts.repository(address);
  const { defaultBranch } = await source
    .get({ signal: limited(signal) })
    .catch(error => {
      if (error.problem !== 'notFound') throw error;
      throw new InputError(
        `There is no repository ${source.url}, which sourceRepository names for the folder ${folder}`,
      );
    });
  return defaultBranch;
}

/** @throws ConflictError where the repository has the folder already */
export async function refuseTakenFolder(
  source: GitRepository,
  { folder, branch, service }: Record<'folder' | 'branch' | 'service', string>,
  signal: AbortSignal,
): Promise<void> {
  const ref = await source.head(branch, { signal });
  if (ref === undefined) return;
  const parent = posix.dirname(folder).replace(/^\.$/, '');
  const entries = await source.list({ path: parent, ref }, { signal });
  const names = entries.map(({ name }) => name);
  const taken = named(names, posix.basename(folder));
  if (taken)
    throw new ConflictError(
      `The name ${service} is taken: ${posix.join(parent, taken)} exists in ${
        source.url
      }. Choose another name`,
    );
}
