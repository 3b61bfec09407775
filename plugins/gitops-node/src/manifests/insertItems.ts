import { isDeepStrictEqual } from 'node:util';
import { InputError } from '@backstage/errors';
import { CORE_SCHEMA, loadAll } from 'js-yaml';
import { Document, isMap, isNode, isScalar, isSeq, YAMLSeq } from 'yaml';
import {
  behind,
  dashAt,
  endOf,
  lineBreakOf,
  lineStart,
  Splice,
  spliced,
  startOf,
} from './nodeText';
import { nodeAt, readDocuments, ScalarPlace, valueOf } from './readDocuments';
import { replaced } from './replaced';
import { scalarSource } from './scalarSource';
import { written } from './VersionPlace';

/**
 * What reads the result again: the first takes a tenth of the time, and the second, which the edit
 * was made with, is for what the first doesn't read alike (merge keys, tags).
 */
const READERS: ((text: string, file: string) => unknown[])[] = [
  text => {
    try {
      return loadAll(text, null, { schema: CORE_SCHEMA });
    } catch {
      return [];
    }
  },
  (text, file) => {
    try {
      return readDocuments(text, file).map(one => valueOf(one, file));
    } catch (error) {
      if (error instanceof InputError) return [];
      throw error;
    }
  },
];

/**
 * A text, or fields: texts, or anything else that JSON has.
 *
 * @public
 */
export type ListItem = string | Readonly<Record<string, unknown>>;

/**
 * Items that come to stand together in a list: the first at `index`, counted before anything is
 * added; the list's length for its end.
 *
 * @public
 */
export interface NewItems {
  index: number;
  items: readonly ListItem[];
}

/**
 * The text with more items in a list: every other byte is as it was. They are written as their
 * neighbours are: each field on a line of its own, or all in braces.
 *
 * @param place - of the list
 * @param groups - in the order of their places, which differ
 * @param documents - of the text, where it has been read already: that takes most of the time
 * @throws InputError where the file can't be read as what it is, there is no such list, or it
 *   stands elsewhere (an alias)
 * @public
 */
export function insertItems(
  text: string,
  place: ScalarPlace,
  groups: readonly NewItems[],
  documents: readonly Document.Parsed[] = readDocuments(text, place.file),
): string {
  const added = groups.filter(({ items }) => items.length > 0);
  if (added.length === 0) return text;
  const { file, document = 0, path } = place;
  const where = `${written(path)} in ${file}`;
  const parent = nodeAt(documents[document], path);
  const isJson = /\.json$/i.test(file);
  const splices = added.map(group =>
    isSeq(parent)
      ? inList(text, parent as YAMLSeq.Parsed, { ...group, isJson })
      : inNothing(text, parent, { where, items: group.items, isJson }),
  );
  const after = splices.reduceRight(spliced, text);
  const before = documents.map(one => valueOf(one, file));
  if (
    !READERS.some(read =>
      isOnlyChange(before, read(after, file), { place, groups: added }),
    )
  )
    throw new InputError(
      `${where} is written in a way in which nothing can be added to it alone`,
    );
  return after;
}

interface Insertion extends NewItems {
  isJson: boolean;
}

function inList(
  text: string,
  list: YAMLSeq.Parsed,
  { index, items: added, isJson }: Insertion,
): Splice {
  const { items } = list;
  const [start, end] = list.range;
  if (items.length === 0)
    return {
      start: start + 1,
      end: end - 1,
      by: allInBraces(added, isJson),
    };
  const neighbour = items[Math.max(0, index - 1)];
  const next = items[index];
  if (list.flow) {
    const gap = gapIn(text, list);
    const separator = /^\s*,\s*$/.test(gap) ? gap : ', ';
    const own = allInBraces(added, isJson, separator);
    return next
      ? at(startOf(text, next), `${own}${separator}`)
      : at(endOf(neighbour), `${separator}${own}`);
  }
  const dash = dashOf(text, dashAt(text, list, Math.max(0, index - 1)));
  const own = added.flatMap(item =>
    linesOf(item, neighbour, isJson).map(
      (line, n) => `${n === 0 ? dash : ' '.repeat(dash.length)}${line}`,
    ),
  );
  if (index > 0 || !next) return behind(text, endOf(neighbour), own);
  const eol = lineBreakOf(text);
  return at(lineStart(text, start), own.map(line => `${line}${eol}`).join(''));
}

function at(start: number, by: string): Splice {
  return { start, end: start, by };
}

/**
 * What stands between items in brackets: as between the first two, or a line of its own where the
 * first has one.
 */
function gapIn(
  text: string,
  { items, range: [start] }: YAMLSeq.Parsed,
): string {
  const [first, second] = items;
  if (second) return text.slice(endOf(first), second.range[0]);
  const before = text.slice(start + 1, first.range[0]);
  return before.includes('\n') ? `,${before}` : ', ';
}

/** `elements:` without anything, or with null. */
function inNothing(
  text: string,
  node: unknown,
  {
    where,
    items,
    isJson,
  }: { where: string; items: readonly ListItem[]; isJson: boolean },
): Splice {
  if (!isScalar(node) || node.value !== null || !node.range)
    throw new InputError(
      isNode(node) ? `${where} is not a list` : `There is no ${where}`,
    );
  const [start, end] = node.range;
  const space = start === end && /\S/.test(text[start - 1] ?? ' ') ? ' ' : '';
  return { start, end, by: `${space}[${allInBraces(items, isJson)}]` };
}

/** `  - ` as it stands before an item, other things on its line left out. */
function dashOf(text: string, dash: number): string {
  const before = ' '.repeat(dash - lineStart(text, dash));
  const [, spaces] = /^-([ \t]*)(?=[^\s#]|$)/.exec(text.slice(dash)) ?? [];
  return `${before}-${spaces || ' '}`;
}

/** Objects in an item stand as that of the same name does in its neighbour. */
function linesOf(
  item: ListItem,
  neighbour: unknown,
  isJson: boolean,
): string[] {
  if (typeof item === 'string' || !isMap(neighbour) || neighbour.flow)
    return [inBraces(item, isJson)];
  return Object.entries(item).flatMap(([key, value]) => {
    const like = neighbour.get(key, true);
    if (isObject(value) && isMap(like) && !like.flow)
      return [
        `${source(key, isJson)}:`,
        ...linesOf(value, like, isJson).map(line => `  ${line}`),
      ];
    return `${source(key, isJson)}: ${inBraces(value, isJson)}`;
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.keys(value).length > 0
  );
}

function allInBraces(
  items: readonly unknown[],
  isJson: boolean,
  separator = ', ',
): string {
  return items.map(item => inBraces(item, isJson)).join(separator);
}

function inBraces(item: unknown, isJson: boolean): string {
  if (typeof item === 'string') return source(item, isJson);
  if (Array.isArray(item)) return `[${allInBraces(item, isJson)}]`;
  if (typeof item !== 'object' || item === null) return JSON.stringify(item);
  const fields = Object.entries(item).map(
    ([key, value]) => `${source(key, isJson)}: ${inBraces(value, isJson)}`,
  );
  return `{${fields.join(', ')}}`;
}

function source(value: string, isJson: boolean): string {
  return scalarSource(value, { type: 'PLAIN' }, isJson);
}

/** The list has the items more, and nothing else is another. */
function isOnlyChange(
  before: readonly unknown[],
  after: readonly unknown[],
  {
    place: { document = 0, path },
    groups,
  }: { place: ScalarPlace; groups: readonly NewItems[] },
): boolean {
  const list = listAt(after[document], path);
  if (!Array.isArray(list)) return false;
  const others = [...list];
  const isAdded = groups.every(({ index, items }) =>
    isDeepStrictEqual(others.splice(index, items.length), items),
  );
  const isAlikeWith = (there: unknown) =>
    isDeepStrictEqual(replaced(after, [document, ...path], there), before);
  return (
    isAdded &&
    // There was null where an empty list would be now
    (isAlikeWith(others) || (others.length === 0 && isAlikeWith(null)))
  );
}

function listAt(value: unknown, path: ScalarPlace['path']): unknown {
  return path.reduce<unknown>(
    (there, key) =>
      typeof there === 'object' && there !== null
        ? (there as Record<string | number, unknown>)[key]
        : undefined,
    value,
  );
}
