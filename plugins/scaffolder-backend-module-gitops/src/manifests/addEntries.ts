import { isDeepStrictEqual } from 'node:util';
import { ConflictError, InputError } from '@backstage/errors';
import type { JsonValue } from '@backstage/types';
import { insertItems, type NewItems } from 'backstage-plugin-gitops-node';
import { applicationName } from './applicationName';
import { FoundSet, Generator } from './readApplicationSet';

/** What makes an Application: the fields of one service in one environment. */
export type Entry = Readonly<Record<string, JsonValue>>;

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
      )}, which the entry doesn't have, and would generate nothing without it. Give ${
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
  const present = Array.isArray(elements) ? elements : [];
  const orderOf = ({ environment }: Partial<Entry>) =>
    environments.indexOf(String(environment ?? ''));
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
  // All together: reading a long list takes its time
  return insertItems(text, place, grouped(wanted, positionOf), documents);

  function positionOf(entry: Entry): number {
    const own = present.flatMap((one, index) =>
      isEntry(one) && one.service === entry.service ? [{ one, index }] : [],
    );
    if (own.length === 0) return present.length;
    const before = own.filter(({ one }) => orderOf(one) < orderOf(entry));
    return before.length > 0 ? before.at(-1)!.index + 1 : own[0].index;
  }
}

/** What goes to the same place, in the order of the places. */
function grouped(
  entries: readonly Entry[],
  placeOf: (entry: Entry) => number,
): NewItems[] {
  const groups = new Map<number, Entry[]>();
  for (const entry of entries) {
    const index = placeOf(entry);
    groups.set(index, [...(groups.get(index) ?? []), entry]);
  }
  return [...groups]
    .map(([index, items]) => ({ index, items }))
    .sort((one, other) => one.index - other.index);
}

/** Refuses an element whose Application has the name of another's. @throws ConflictError */
export function checkNames(
  set: FoundSet,
  { elements }: Generator,
  entries: readonly Entry[],
): void {
  const others = Array.isArray(elements) ? elements.filter(isEntry) : [];
  const byName = new Map(others.map(one => [applicationName(set, one), one]));
  for (const entry of entries) {
    const own = applicationName(set, entry);
    const found = own === undefined ? undefined : byName.get(own);
    const other = found && !isSame(found, entry) ? found : undefined;
    if (other)
      throw new ConflictError(
        `ApplicationSet ${set.name} makes an Application ${own} of ${other.service} in ${other.environment} already. Choose another name for ${entry.service}`,
      );
  }
}

function isSame(one: Partial<Entry>, other: Entry): boolean {
  return isDeepStrictEqual(keyOf(one), keyOf(other));
}

function keyOf({ service, environment }: Partial<Entry>): Partial<Entry> {
  return { service, ...(environment === undefined ? {} : { environment }) };
}

/** Whether an element of a list has fields. */
export function isEntry(value: unknown): value is Partial<Entry> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
