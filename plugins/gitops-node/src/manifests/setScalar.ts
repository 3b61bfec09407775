import { InputError } from '@backstage/errors';
import {
  Document,
  isAlias,
  isCollection,
  isNode,
  isScalar,
  Scalar,
  visit,
} from 'yaml';
import {
  BlockPlace,
  nodeAt,
  readDocuments,
  ScalarPlace,
  valueOf,
} from './readDocuments';
import { readsAs } from './readsAs';
import { replaced } from './replaced';
import { scalarSource } from './scalarSource';
import { written } from './VersionPlace';

/** Of the tags that say what a value is read as, such as `!!str` */
const STANDARD = 'tag:yaml.org,2002:';

/**
 * The text with one scalar replaced: every other byte is as it was. The quotes of the old value are
 * kept; a plain one gets some where the new value would be read as anything but a string (`1.10`,
 * `on`, `2026-01-01`).
 *
 * @throws InputError where the file can't be read as what it is, the place doesn't exist, or its
 *   value stands elsewhere (an alias, a block)
 */
export function setScalar(
  text: string,
  place: ScalarPlace,
  value: string,
): string {
  const { file, path } = place;
  if (place.block) return setInBlock(text, place, place.block, value);
  const documents = readDocuments(text, file);
  const node = scalarAt(documents, place);
  const where = `${written(path)} in ${file}`;
  if (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED')
    throw new InputError(
      `${where} is a block of text. Write it in one line to have it changed`,
    );
  if (node.tag?.startsWith(STANDARD) && node.tag !== `${STANDARD}str`)
    throw new InputError(
      `${where} is tagged !!${node.tag.slice(
        STANDARD.length,
      )}. Remove the tag to have it changed`,
    );
  const source = scalarSource(value, node, /\.json$/i.test(file));
  const after = spliced(text, node.range!, source);
  if (!isOnlyChange(documents, after, place, value)) {
    const anchor = usedAnchor(documents, place);
    throw new InputError(
      anchor === undefined
        ? `${file} is written in a way in which ${written(
            path,
          )} can't be replaced alone`
        : `${where} is used elsewhere as *${anchor}: changing it would change that too`,
    );
  }
  return after;
}

/** Edits the YAML in the block, and takes over the lines that change. */
function setInBlock(
  text: string,
  { file, document, path }: ScalarPlace,
  block: BlockPlace,
  value: string,
): string {
  const place = { file, document, path: block.path };
  const documents = readDocuments(text, file);
  const node = scalarAt(documents, place);
  const where = `${written(block.path)} in ${file}`;
  if (node.type !== 'BLOCK_LITERAL')
    throw new InputError(`${where} is not a block of text that begins with |`);
  const before = String(node.value);
  const inner = { file: where, document: block.document, path };
  const after = setScalar(before, inner, value);
  const [start, end] = node.range!;
  const [header, ...source] = text.slice(start, end).split('\n');
  const lines = before.split('\n');
  const linesAfter = after.split('\n');
  const edited = source.map((line, index) =>
    // What stands before it is the indentation of the block
    linesAfter[index] === lines[index]
      ? line
      : line.replace(lines[index], () => linesAfter[index]),
  );
  const result = [
    text.slice(0, start),
    [header, ...edited].join('\n'),
    text.slice(end),
  ].join('');
  if (!isOnlyChange(documents, result, place, after))
    throw new InputError(
      `${where} is written in a way in which ${written(
        path,
      )} can't be replaced alone`,
    );
  return result;
}

function scalarAt(
  documents: readonly Document.Parsed[],
  { file, document = 0, path }: ScalarPlace,
): Scalar {
  const where = `${written(path)} in ${file}`;
  for (let length = 0; length <= path.length; length++) {
    const node = nodeAt(documents[document], path.slice(0, length));
    if (isAlias(node))
      throw new InputError(
        `${where} is an alias (*${node.source}). Write the value there to have it changed`,
      );
    if (length < path.length) continue;
    if (isScalar(node) && node.range) return node;
    if (isNode(node)) throw new InputError(`${where} is not a single value`);
  }
  throw new InputError(`There is no ${where}`);
}

/** A value that was left out stands right behind its colon, or before a comment. */
function spliced(
  text: string,
  [start, end]: readonly number[],
  source: string,
): string {
  const before = start === end && /\S/.test(text[start - 1] ?? ' ') ? ' ' : '';
  const behind = start === end && text[end] === '#' ? ' ' : '';
  return [text.slice(0, start), before, source, behind, text.slice(end)].join(
    '',
  );
}

/** Reads the result again: the one value is another, and nothing else. */
function isOnlyChange(
  before: readonly Document.Parsed[],
  after: string,
  { file, document = 0, path }: ScalarPlace,
  value: string,
): boolean {
  const expected = before.map(one => valueOf(one, file));
  expected[document] = replaced(expected[document], path, value);
  return readsAs(after, file, expected);
}

/** The anchor of the scalar, or of what it stands in, that is used. */
function usedAnchor(
  documents: readonly Document.Parsed[],
  { document = 0, path }: ScalarPlace,
): string | undefined {
  const used = new Set<string>();
  visit(documents[document], {
    Alias: (_, { source }) => void used.add(source),
  });
  return path
    .map((_, index) =>
      nodeAt(documents[document], path.slice(0, path.length - index)),
    )
    .flatMap(node => (isScalar(node) || isCollection(node) ? node.anchor : []))
    .find(anchor => anchor !== undefined && used.has(anchor));
}
