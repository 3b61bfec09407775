import { InputError } from '@backstage/errors';
import { insertItems } from 'backstage-plugin-gitops-node';
import { checkNames, Entry, isEntry } from './addEntries';
import type { FoundSet, Generator } from './readApplicationSet';
import { checkSteps } from './rollingSync';

/** A list of an ApplicationSet that has the entries of services. */
export interface FoundList {
  file: string;
  text: string;
  set: FoundSet;
  generator: Generator;
}

/**
 * The set with elements of a new environment, each behind that of another environment.
 *
 * @param entryOf - the new element of one that is there
 * @throws InputError where a service has no element, or the set would never sync the new one;
 *   ConflictError where its Application would have the name of another's
 */
export function withNewEnvironment(
  { file, text, set, generator }: FoundList,
  services: readonly string[],
  { from, to }: { from: string; to: string },
  entryOf: (element: Partial<Entry>, service: string) => Entry,
): string {
  const elements = Array.isArray(generator.elements) ? generator.elements : [];
  const indexes = new Map<string, number>();
  for (const [index, element] of elements.entries()) {
    if (!isEntry(element)) continue;
    indexes.set(`${element.environment} ${element.service}`, index);
  }
  if (!elements.some(one => isEntry(one) && 'environment' in one))
    throw new InputError(
      `ApplicationSet ${set.name} in ${file} lists services without their environments, which another generator gives to all of them. Add ${to} there by hand`,
    );
  const missing = services.find(one => !indexes.has(`${from} ${one}`));
  if (missing !== undefined)
    throw new InputError(
      `ApplicationSet ${set.name} in ${file} has no element of ${missing} in ${from}. Add it there, or leave ${missing} out of services`,
    );
  const added = services
    .filter(one => !indexes.has(`${to} ${one}`))
    .map(one => {
      const index = indexes.get(`${from} ${one}`)!;
      return { index, entry: entryOf(elements[index] as Entry, one) };
    })
    .sort((one, other) => one.index - other.index);
  const entries = added.map(({ entry }) => entry);
  checkSteps(set, entries);
  checkNames(set, generator, entries);
  return insertItems(
    text,
    { file, document: set.document, path: generator.path },
    added.map(({ index, entry }) => ({ index: index + 1, items: [entry] })),
    set.documents,
  );
}
