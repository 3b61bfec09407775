import { posix } from 'node:path';
import { ConflictError } from '@backstage/errors';
import type { Draft } from '../draft/Draft';
import { manifestsIn } from '../draft/manifestsIn';
import type { Base } from '../draft/pin';
import { isFound } from '../manifests/generatorFor';
import { FoundSet, readApplicationSets } from '../manifests/readApplicationSet';

/**
 * Refuses a new set whose git generator would find what that of another set beside it finds: both
 * would claim the same Applications.
 *
 * @param path - of the new set's file
 * @throws ConflictError which names the other set
 */
export async function refuseOverlap(
  draft: Draft,
  path: string,
  pattern: string,
): Promise<void> {
  const others = manifestsIn(
    draft,
    posix.dirname(path),
    'ApplicationSet',
    (text, file) => readApplicationSets(text, file).map(set => ({ file, set })),
  );
  for await (const { file, set } of others) {
    const other = patternsOf(set, draft.base).find(one =>
      overlaps(one, pattern),
    );
    if (other !== undefined)
      throw new ConflictError(
        `ApplicationSet ${set.name} in ${file} looks for ${other}, and a new one for ${pattern}: both would claim the same Applications. Use file: ${file}, or an entryPath that only the new one finds`,
      );
  }
}

/** Of the files that the set looks for in this repository, or in one that is not known. */
function patternsOf(
  { generators }: FoundSet,
  base: Base | undefined,
): string[] {
  const here = [base?.address, base?.repository].map(same);
  const isElsewhere = (address: string) =>
    /^(https?:|ssh:|git@)/.test(address) && !here.includes(same(address));
  return generators
    .filter(({ repository }) => !isElsewhere(String(repository ?? '')))
    .flatMap(({ files = [] }) => files)
    .filter(({ exclude }) => !exclude)
    .map(({ pattern }) => pattern);
}

/** An address without what makes no difference. */
function same(address = ''): string {
  return address
    .toLowerCase()
    .replace(/\/$/, '')
    .replace(/\.git$/, '');
}

function overlaps(one: string, other: string): boolean {
  const found = (pattern: string) => pattern.replaceAll('*', 'x');
  return isFound(found(one), other) || isFound(found(other), one);
}
