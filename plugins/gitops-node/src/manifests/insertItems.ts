import { isDeepStrictEqual } from 'node:util';
import { InputError } from '@backstage/errors';
import { CORE_SCHEMA, loadAll } from 'js-yaml';
import {
  Document,
  isMap,
  isNode,
  isScalar,
  isSeq,
  ParsedNode,
  YAMLSeq,
} from 'yaml';
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
 * The text with more items in a list: every other byte is as it was. They are written as their
 * neighbours are: each field on a line of its own, or all in braces.
 *
 * @param place - of the list
 * @param documents - of the text, where it has been read already: that takes most of the time
 * @param index - where the first comes to stand, the others behind it; the list's length for its
 *   end
 * @throws InputError where the file can't be read as what it is, there is no such list, or it
 *   stands elsewhere (an alias)
 * @public
 */
export function insertItems(
  text: string,
  place: ScalarPlace,
  index: number,
  items: readonly ListItem[],
  documents: readonly Document.Parsed[] = readDocuments(text, place.file),
): string {
  if (items.length === 0) return text;
  const { file, document = 0, path } = place;
  const where = `${written(path)} in ${file}`;
  const parent = nodeAt(documents[document], path);
  const isJson = /\.json$/i.test(file);
  const after = isSeq(parent)
    ? inList(text, parent as YAMLSeq.Parsed, { index, items, isJson })
    : inNothing(text, parent, { where, items, isJson });
  const before = documents.map(one => valueOf(one, file));
  if (
    !READERS.some(read =>
      isOnlyChange(before, read(after, file), { place, index, items }),
    )
  )
    throw new InputError(
      `${where} is written in a way in which nothing can be added to it alone`,
    );
  return after;
}

interface Insertion {
  index: number;
  items: readonly ListItem[];
  isJson: boolean;
}

function inList(
  text: string,
  list: YAMLSeq.Parsed,
  { index, items: added, isJson }: Insertion,
): string {
  const { items } = list;
  const [start, end] = list.range;
  if (items.length === 0)
    return spliced(text, start + 1, end - 1, allInBraces(added, isJson));
  const neighbour = items[Math.max(0, index - 1)];
  const next = items[index];
  if (list.flow) {
    const gap = gapIn(text, list);
    const separator = /^\s*,\s*$/.test(gap) ? gap : ', ';
    const own = allInBraces(added, isJson, separator);
    return next
      ? spliced(text, startOf(text, next), undefined, `${own}${separator}`)
      : spliced(text, endOf(neighbour), undefined, `${separator}${own}`);
  }
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const dash = dashOf(text, dashAt(text, list, Math.max(0, index - 1)));
  const own = added
    .flatMap(item =>
      linesOf(item, neighbour, isJson).map(
        (line, n) => `${n === 0 ? dash : ' '.repeat(dash.length)}${line}`,
      ),
    )
    .join(eol);
  if (index === 0 && next)
    return spliced(text, lineStart(text, start), undefined, `${own}${eol}`);
  const behind = lineEnd(text, endOf(neighbour));
  return text[behind - 1] === '\n'
    ? spliced(text, behind, undefined, `${own}${eol}`)
    : spliced(text, behind, undefined, `${eol}${own}`);
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
): string {
  if (!isScalar(node) || node.value !== null || !node.range)
    throw new InputError(
      isNode(node) ? `${where} is not a list` : `There is no ${where}`,
    );
  const [start, end] = node.range;
  const before = start === end && /\S/.test(text[start - 1] ?? ' ') ? ' ' : '';
  return spliced(text, start, end, `${before}[${allInBraces(items, isJson)}]`);
}

/** Where the dash of an item stands: behind the item before it and the comments on that. */
function dashAt(
  text: string,
  { items, range: [start] }: YAMLSeq.Parsed,
  index: number,
): number {
  if (index === 0) return start;
  const behind = endOf(items[index - 1]);
  const [before] = /^(?:\s|#.*)*/.exec(text.slice(behind)) ?? [''];
  return behind + before.length;
}

/** `  - ` as it stands before an item, other things on its line left out. */
function dashOf(text: string, dash: number): string {
  const before = ' '.repeat(dash - lineStart(text, dash));
  const [, spaces] = /^-([ \t]*)(?=[^\s#]|$)/.exec(text.slice(dash)) ?? [];
  return `${before}-${spaces || ' '}`;
}

/** Where an item begins: an anchor or a tag stands before its value. */
function startOf(text: string, node: ParsedNode): number {
  const before = /(?:[&!][^\s,[\]{}]*[ \t]+)+$/.exec(
    text.slice(lineStart(text, node.range[0]), node.range[0]),
  );
  return node.range[0] - (before?.[0].length ?? 0);
}

/** Where an item's last value ends, without the comments and empty lines behind it. */
function endOf(node: ParsedNode): number {
  if (isScalar(node) || (isMap(node) && node.flow)) return node.range[1];
  if (isSeq(node) && node.flow) return node.range[1];
  if (isMap(node)) {
    const last = node.items.at(-1);
    if (last) return endOf((last.value ?? last.key) as ParsedNode);
  }
  if (isSeq(node)) {
    const last = node.items.at(-1);
    if (last) return endOf(last as ParsedNode);
  }
  return node.range[1];
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

/**
 * Behind the line break; the text's end where there is none. What ends with its line, as a block of
 * text does, is at its end.
 */
function lineEnd(text: string, at: number): number {
  if (text[at - 1] === '\n') return at;
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end + 1;
}

function linesOf(
  item: ListItem,
  neighbour: ParsedNode,
  isJson: boolean,
): string[] {
  if (typeof item === 'string' || !isMap(neighbour) || neighbour.flow)
    return [inBraces(item, isJson)];
  return Object.entries(item).map(
    ([key, value]) => `${source(key, isJson)}: ${inBraces(value, isJson)}`,
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

function spliced(
  text: string,
  start: number,
  end: number = start,
  by: string,
): string {
  return `${text.slice(0, start)}${by}${text.slice(end)}`;
}

/** The list has the items more, and nothing else is another. */
function isOnlyChange(
  before: readonly unknown[],
  after: readonly unknown[],
  {
    place: { document = 0, path },
    index,
    items,
  }: { place: ScalarPlace; index: number; items: readonly ListItem[] },
): boolean {
  const list = listAt(after[document], path);
  if (!Array.isArray(list)) return false;
  const added = list.slice(index, index + items.length);
  const others = list.toSpliced(index, items.length);
  const isAlikeWith = (there: unknown) =>
    isDeepStrictEqual(replaced(after, [document, ...path], there), before);
  return (
    isDeepStrictEqual(added, items) &&
    // There was null where an empty list would be now
    (isAlikeWith(others) || (others.length === 0 && isAlikeWith(null)))
  );
}

function listAt(value: unknown, path: ScalarPlace['path']): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null
        ? (at as Record<string | number, unknown>)[key]
        : undefined,
    value,
  );
}
