import { InputError } from '@backstage/errors';
import {
  Document,
  isMap,
  isNode,
  isScalar,
  ParsedNode,
  stringify,
  visit,
  YAMLMap,
} from 'yaml';
import { behind, endOf, lineStart, Splice, spliced } from './nodeText';
import { nodeAt, readDocuments, ScalarPlace, valueOf } from './readDocuments';
import { readsAs } from './readsAs';
import { setScalar } from './setScalar';
import { written } from './VersionPlace';

/** What can be set in a file. @public */
export type Value =
  | string
  | number
  | boolean
  | readonly Value[]
  | { readonly [key: string]: Value };

/**
 * The text with a value at a place, in place of what is there or as a new field, with the maps
 * above it where they are missing: every other byte is as it was.
 *
 * @throws InputError where the file can't be read as what it is, or nothing can stand there: one
 *   of the places above is no map, or stands elsewhere (an alias)
 * @public
 */
export function setValue(
  text: string,
  place: ScalarPlace,
  value: Value,
): string {
  const { file, document = 0, path } = place;
  const documents = readDocuments(text, file);
  const present = nodeAt(documents[document], path);
  const where = `${written(path)} in ${file}`;
  if (isScalar(present) && typeof value === 'string')
    return setScalar(text, place, value);
  const before = documents.map(one => valueOf(one, file));
  const isJson = /\.json$/i.test(file);
  const splice = isNode(present)
    ? inPlaceOf(present as ParsedNode, value, where)
    : asField(text, documents[document], { path, value, isJson, where });
  const after = spliced(text, splice);
  const expected = before.length > 0 ? before : [undefined];
  expected[document] = withValue(expected[document], path, value);
  if (!readsAs(after, file, expected))
    throw new InputError(
      `${where} is written in a way in which it can't be set alone`,
    );
  return after;
}

/** Numbers and the like; texts have quotes, and are set as scalars. */
function inPlaceOf(node: ParsedNode, value: Value, where: string): Splice {
  if (!isScalar(node) || typeof value === 'object')
    throw new InputError(`${where} is not a single value`);
  const [start, end] = node.range;
  return { start, end, by: `${start === end ? ' ' : ''}${value}` };
}

function asField(
  text: string,
  document: Document.Parsed | undefined,
  {
    path,
    value,
    isJson,
    where,
  }: {
    path: ScalarPlace['path'];
    value: Value;
    isJson: boolean;
    where: string;
  },
): Splice {
  const [above, key] = [path.slice(0, -1), path.at(-1)];
  const parent = nodeAt(document, above);
  if (typeof key !== 'string' || (parent === undefined && above.length === 0))
    throw new InputError(`There is no ${where}`);
  if (parent === undefined)
    return asField(text, document, {
      path: above,
      value: { [key]: value },
      isJson,
      where,
    });
  if (isScalar(parent) && parent.value === null && parent.range)
    return {
      start: parent.range[0],
      end: parent.range[1],
      by: ` {${fieldInBraces(key, value, isJson)}}`,
    };
  if (!isMap(parent))
    throw new InputError(`${where}: what is above it is not a map`);
  const { items, flow, range } = parent as YAMLMap.Parsed;
  const last = items.at(-1);
  if (isJson || flow || !last) {
    const field = fieldInBraces(key, value, isJson);
    if (!last) return { start: range[0] + 1, end: range[1] - 1, by: field };
    const end = endOf((last.value ?? last.key) as ParsedNode);
    const gap = text.slice(range[0] + 1, (items[0].key as ParsedNode).range[0]);
    return { start: end, end, by: `,${/\n/.test(gap) ? gap : ' '}${field}` };
  }
  const start = (items[0].key as ParsedNode).range[0];
  const indent = ' '.repeat(start - lineStart(text, start));
  const lines = stringify(
    { [key]: value },
    { lineWidth: 0, compat: 'yaml-1.1' },
  )
    .trimEnd()
    .split('\n')
    .map(line => `${indent}${line}`);
  return behind(text, endOf((last.value ?? last.key) as ParsedNode), lines);
}

function fieldInBraces(key: string, value: Value, isJson: boolean): string {
  if (isJson) return `${JSON.stringify(key)}: ${JSON.stringify(value)}`;
  const document = new Document({ [key]: value }, { compat: 'yaml-1.1' });
  visit(document, { Collection: (_, node) => void (node.flow = true) });
  return document
    .toString({ lineWidth: 0, flowCollectionPadding: false })
    .trim()
    .slice(1, -1);
}

function withValue(
  there: unknown,
  [key, ...rest]: ScalarPlace['path'],
  value: Value,
): unknown {
  if (key === undefined) return value;
  if (Array.isArray(there))
    return there.map((one, index) =>
      index === key ? withValue(one, rest, value) : one,
    );
  const map = (there ?? {}) as Record<string, unknown>;
  return { ...map, [key]: withValue(map[key], rest, value) };
}
