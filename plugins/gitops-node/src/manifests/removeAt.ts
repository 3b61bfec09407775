import { InputError } from '@backstage/errors';
import { isMap, isSeq, Pair, ParsedNode, YAMLMap, YAMLSeq } from 'yaml';
import {
  dashAt,
  endOf,
  lineEnd,
  lineStart,
  Splice,
  spliced,
  startOf,
} from './nodeText';
import { nodeAt, readDocuments, ScalarPlace, valueOf } from './readDocuments';
import { readsAs } from './readsAs';
import { written } from './VersionPlace';

/**
 * The text without the item of a list or the field of a map at a place: every other byte is as it
 * was. Comments above it stay; those on its lines go with it.
 *
 * @throws InputError where the file can't be read as what it is, there is no such place, or it
 *   can't be removed alone
 * @public
 */
export function removeAt(text: string, place: ScalarPlace): string {
  const { file, document = 0, path } = place;
  const documents = readDocuments(text, file);
  const parent = nodeAt(documents[document], path.slice(0, -1));
  const where = `${written(path)} in ${file}`;
  const key = path.at(-1);
  const index =
    isMap(parent) && key !== undefined
      ? parent.items.findLastIndex(
          one => (one.key as ParsedNode | null)?.toJSON() === key,
        )
      : Number(key);
  const there =
    isMap(parent) || isSeq(parent) ? parent.items[index] : undefined;
  if (there === undefined) throw new InputError(`There is no ${where}`);
  const before = documents.map(one => valueOf(one, file));
  const after = spliced(
    text,
    removal(text, parent as YAMLMap.Parsed | YAMLSeq.Parsed, index),
  );
  before[document] = without(before[document], path);
  if (!readsAs(after, file, before))
    throw new InputError(
      `${where} is written in a way in which it can't be removed alone`,
    );
  return after;
}

function removal(
  text: string,
  parent: YAMLMap.Parsed | YAMLSeq.Parsed,
  index: number,
): Splice {
  const items: readonly (Pair | ParsedNode)[] = parent.items;
  const [first, last] = [edgesOf(items[index])[0], edgesOf(items[index])[1]];
  const start = startOf(text, first);
  const end = endOf(last);
  if (parent.flow) {
    if (items[index + 1])
      return {
        start,
        end: startOf(text, edgesOf(items[index + 1])[0]),
        by: '',
      };
    const before = items[index - 1];
    return { start: before ? endOf(edgesOf(before)[1]) : start, end, by: '' };
  }
  const at = isSeq(parent) ? dashAt(text, parent, index) : start;
  if (items.length === 1) {
    // On the line of its key where nothing stands between
    const [space] = /\s*$/.exec(text.slice(0, at)) ?? [''];
    const isBehindKey = text[at - space.length - 1] === ':';
    return {
      start: isBehindKey ? at - space.length : at,
      end,
      by: ` ${isSeq(parent) ? '[]' : '{}'}`,
    };
  }
  return { start: lineStart(text, at), end: lineEnd(text, end), by: '' };
}

/** The nodes with which an item begins and ends. */
function edgesOf(item: Pair | ParsedNode): [ParsedNode, ParsedNode] {
  return item instanceof Pair
    ? [item.key as ParsedNode, (item.value ?? item.key) as ParsedNode]
    : [item, item];
}

function without(there: unknown, [key, ...rest]: ScalarPlace['path']): unknown {
  if (Array.isArray(there))
    return rest.length === 0
      ? there.toSpliced(Number(key), 1)
      : there.map((one, index) => (index === key ? without(one, rest) : one));
  const map = there as Record<string, unknown>;
  if (rest.length > 0) return { ...map, [key]: without(map[key], rest) };
  return Object.fromEntries(Object.entries(map).filter(([one]) => one !== key));
}
