import { isDeepStrictEqual } from 'node:util';
import { ConflictError, InputError } from '@backstage/errors';
import type { JsonValue } from '@backstage/types';
import { insertItems } from 'backstage-plugin-gitops-node';
import { Minimatch } from 'minimatch';
import { filled } from './filled';
import { FoundSet, Generator } from './readApplicationSet';

/** What makes an Application: the fields of one service in one environment. */
export type Entry = Readonly<Record<string, JsonValue>>;

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
    }. Set entryPath to a path that it finds`,
  );
}

/**
 * As Argo CD asks Git, unless its new globbing is switched on: a star is any part of a path, with
 * its slashes.
 */
function isFound(file: string, pattern: string): boolean {
  const asOneName = (path: string) => path.replaceAll('/', '\0');
  return new Minimatch(asOneName(pattern), {
    dot: true,
    nobrace: true,
    noext: true,
    nocomment: true,
    nonegate: true,
  }).match(asOneName(file));
}

/**
 * An entry with the fields that the set's template reads and, in a list, that other elements have.
 *
 * @throws InputError where the template reads a field that the entry doesn't have: the whole set
 *   would fail
 */
export function fitting(
  entry: Entry,
  set: FoundSet,
  generator: Generator,
  extra: readonly string[],
): Entry {
  const others = Array.isArray(generator.elements)
    ? generator.elements.filter(isEntry).flatMap(Object.keys)
    : [];
  const { needed, optional } = set.fields;
  const isKnown = (name: string) =>
    generator.files !== undefined ||
    needed.includes(name) ||
    optional.includes(name) ||
    others.includes(name) ||
    extra.includes(name);
  // Of a matrix, another generator gives the environments
  const isEnvironmentElsewhere =
    generator.isCombined &&
    others.length > 0 &&
    !others.includes('environment');
  const own = Object.fromEntries(
    Object.entries(entry).filter(
      ([name]) =>
        isKnown(name) && !(name === 'environment' && isEnvironmentElsewhere),
    ),
  );
  const missing = needed.filter(
    name => !Object.hasOwn(own, name) && !generator.adds.includes(name),
  );
  // What others of a matrix or merge give is not known here
  if (missing.length > 0 && !generator.isCombined)
    throw new InputError(
      `ApplicationSet ${set.name} reads ${missing.join(
        ', ',
      )}, which the entry doesn't have, and would make nothing at all without. Give ${
        missing.length > 1 ? 'them' : 'it'
      } under values`,
    );
  return own;
}

/**
 * The file with the entries in a list of an ApplicationSet: each once, those of one service in the
 * order of its environments.
 *
 * @param environments - all that are known, in their order
 * @throws ConflictError where an entry is there with other fields; InputError where the file can't
 *   be edited
 */
export function withElements(
  text: string,
  place: { file: string; document: number; path: (string | number)[] },
  { documents, elements }: Pick<FoundSet, 'documents'> & { elements: unknown },
  entries: readonly Entry[],
  environments: readonly string[],
): string {
  const present = Array.isArray(elements) ? [...elements] : [];
  const orderOf = ({ environment }: Partial<Entry>) =>
    environments.indexOf(String(environment ?? ''));
  let edited = text;
  const wanted = entries.filter(entry => {
    const same = present.find(one => isEntry(one) && isSame(one, entry));
    if (same === undefined) return true;
    if (isDeepStrictEqual(same, { ...entry })) return false;
    throw new ConflictError(
      `${place.file} has an element of ${Object.values(keyOf(entry)).join(
        ' in ',
      )} already, with other fields`,
    );
  });
  // What stands together is added together: reading a long list takes its time
  for (const group of grouped(wanted, entry => positionOf(entry))) {
    const index = positionOf(group[0]);
    edited = insertItems(
      edited,
      place,
      index,
      group,
      edited === text ? documents : undefined,
    );
    present.splice(index, 0, ...group);
  }
  return edited;

  function positionOf(entry: Entry): number {
    const own = present.flatMap((one, index) =>
      isEntry(one) && one.service === entry.service ? [{ one, index }] : [],
    );
    if (own.length === 0) return present.length;
    const before = own.filter(({ one }) => orderOf(one) < orderOf(entry));
    return before.length > 0 ? before.at(-1)!.index + 1 : own[0].index;
  }
}

/** Neighbours that would go to the same place. */
function grouped<T>(items: readonly T[], placeOf: (item: T) => number): T[][] {
  const groups: T[][] = [];
  for (const item of items) {
    const last = groups.at(-1);
    if (last && placeOf(last[0]) === placeOf(item)) last.push(item);
    else groups.push([item]);
  }
  return groups;
}

/** Refuses an element whose Application has the name of another's. @throws ConflictError */
export function checkNames(
  { spec, name }: FoundSet,
  { elements }: Generator,
  entries: readonly Entry[],
): void {
  const { metadata } = (spec.template ?? {}) as { metadata?: Entry };
  const nameOf = (entry: Entry) => filled(metadata?.name, entry);
  const others = Array.isArray(elements) ? elements.filter(isEntry) : [];
  const byName = new Map(others.map(one => [nameOf(one as Entry), one]));
  for (const entry of entries) {
    const own = nameOf(entry);
    const found = own === undefined ? undefined : byName.get(own);
    const other = found && !isSame(found, entry) ? found : undefined;
    if (other)
      throw new ConflictError(
        `ApplicationSet ${name} makes an Application ${own} of ${other.service} in ${other.environment} already. Choose another name for ${entry.service}`,
      );
  }
}

function isSame(one: Partial<Entry>, other: Entry): boolean {
  return isDeepStrictEqual(keyOf(one), keyOf(other));
}

function keyOf({ service, environment }: Partial<Entry>): Partial<Entry> {
  return { service, ...(environment === undefined ? {} : { environment }) };
}

function isEntry(value: unknown): value is Partial<Entry> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEmpty(elements: unknown): boolean {
  return (
    elements === null || (Array.isArray(elements) && elements.length === 0)
  );
}
