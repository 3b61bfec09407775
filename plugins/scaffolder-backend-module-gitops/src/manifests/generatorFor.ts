import { InputError } from '@backstage/errors';
import { Minimatch } from 'minimatch';
import { isEntry } from './addEntries';
import { FoundSet, Generator } from './readApplicationSet';

/**
 * The generator of an ApplicationSet that a service's entries belong to.
 *
 * @param file - of one entry, where it would be a file: the generator has to find it
 * @throws InputError where there is none
 */
export function generatorFor(
  set: FoundSet,
  { setFile, file }: { setFile: string; file: string },
): Generator {
  const finds = ({ files }: Generator) =>
    files?.some(one => !one.exclude && isFound(file, one.pattern)) &&
    !files.some(one => one.exclude && isFound(file, one.pattern));
  const ofFiles = set.generators.find(finds);
  if (ofFiles) return ofFiles;
  const lists = set.generators.filter(one => one.elements !== undefined);
  const ofServices =
    lists.find(
      ({ elements }) =>
        Array.isArray(elements) &&
        elements.some(one => isEntry(one) && 'service' in one),
    ) ?? lists.find(({ elements }) => isEmpty(elements));
  if (ofServices) return ofServices;
  const patterns = set.generators
    .flatMap(one => one.files ?? [])
    .map(one => one.pattern);
  throw new InputError(
    `ApplicationSet ${set.name} in ${setFile} would not see ${file}: ${
      patterns.length > 0
        ? `it looks for ${patterns.join(', ')}`
        : 'it has neither a git files generator nor a list of services'
    }. Set entryPath to a path that it finds, or add a generator to the set`,
  );
}

/**
 * As Argo CD asks Git, unless its new globbing is switched on: a star is any part of a path, with
 * its slashes.
 */
export function isFound(file: string, pattern: string): boolean {
  const asOneName = (path: string) => path.replaceAll('/', '\0');
  return new Minimatch(asOneName(pattern), {
    dot: true,
    nobrace: true,
    noext: true,
    nocomment: true,
    nonegate: true,
  }).match(asOneName(file));
}

function isEmpty(elements: unknown): boolean {
  return (
    elements === null || (Array.isArray(elements) && elements.length === 0)
  );
}
