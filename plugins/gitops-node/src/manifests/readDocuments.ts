import { InputError } from '@backstage/errors';
import { Document, isMap, isScalar, isSeq, parseAllDocuments } from 'yaml';
import { Path, written } from './VersionPlace';

const MAX_LENGTH = 1024 * 1024;
/** Parsing is recursive: some ten thousand levels would end the process. */
const MAX_DEPTH = 1_000;
/** A file of few lines can stand for billions of values by aliases of aliases. */
const MAX_ALIASED = 10_000;

/**
 * A scalar in a file of YAML or JSON.
 *
 * @public
 */
export interface ScalarPlace {
  /** For errors, and by its ending: JSON knows quoted strings only */
  file: string;
  /** Which of the file's documents, from 0 */
  document?: number;
  path: Path;
  /**
   * The block of text with the YAML that the path leads through, such as a patch or Helm's values
   */
  block?: BlockPlace;
}

/**
 * A block of text (`|`) that holds YAML, and which of the block's documents is meant.
 *
 * @public
 */
export interface BlockPlace {
  path: Path;
  document: number;
}

/**
 * The documents of a file.
 *
 * @throws InputError for what is no text of YAML or JSON, or too large
 * @public
 */
export function readDocuments(text: string, file: string): Document.Parsed[] {
  if (text.length > MAX_LENGTH)
    throw new InputError(`${file} is larger than 1 MB, so it is not edited`);
  if (text.includes('\0'))
    throw new InputError(`${file} is not text, so it can't be edited`);
  if (isDeep(text))
    throw new InputError(
      `${file} nests more than ${MAX_DEPTH} levels, so it is not edited`,
    );
  // YAML 1.2 has no merge keys (<<), which Helm and Kustomize know. Helm takes a key twice
  const options = { merge: true, uniqueKeys: false };
  const documents = parseAllDocuments(text, options);
  const parsed = Array.isArray(documents) ? documents : [];
  for (const { errors } of parsed) {
    if (errors.length === 0) continue;
    throw new InputError(
      `${file} can't be read: ${errors[0].message.split('\n')[0]}`,
    );
  }
  return parsed as Document.Parsed[];
}

/**
 * What a document says, aliases and merge keys resolved.
 *
 * @throws InputError where they can't be
 * @public
 */
export function valueOf(document: Document | undefined, file: string): unknown {
  const aliased: unknown[] = [];
  const onAnchor = (value: unknown, count: number) => {
    if (count > 1) aliased.push(value);
  };
  try {
    const value = document?.toJS({ maxAliasCount: MAX_ALIASED, onAnchor });
    if (aliased.some(one => isDeeperThan(MAX_DEPTH, one)))
      throw new Error('An alias stands below its own anchor');
    return value;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new InputError(`${file} can't be read: ${error.message}`);
  }
}

/**
 * The string at a place; undefined where there is none, or null. Numbers and the like are as they
 * are written. @throws InputError where the file can't be read
 */
export function readScalar(
  text: string,
  place: ScalarPlace,
): string | undefined {
  const document = readDocuments(text, place.file)[place.document ?? 0];
  return scalarIn(document, place.path);
}

/** As {@link readScalar}, of a document that has been read. */
export function scalarIn(
  document: Document | undefined,
  path: Path,
): string | undefined {
  const node = nodeAt(document, path);
  if (!isScalar(node) || node.value === null) return undefined;
  return typeof node.value === 'string' ? node.value : node.source;
}

/**
 * The YAML in a block of text; undefined where it is written in another way, in which it is not
 * edited.
 */
export function readBlock(
  document: Document | undefined,
  path: Path,
  file: string,
): Document.Parsed[] | undefined {
  const node = nodeAt(document, path);
  return isScalar(node) && node.type === 'BLOCK_LITERAL'
    ? readDocuments(String(node.value), `${written(path)} in ${file}`)
    : undefined;
}

/** What stands at a path. Of a key that is there twice, the last one counts, as in Helm. */
export function nodeAt(document: Document | undefined, path: Path): unknown {
  return path.reduce<unknown>((node, key) => {
    if (isMap(node))
      return node.items.findLast(one =>
        isScalar(one.key) ? one.key.value === key : one.key === key,
      )?.value;
    return isSeq(node) ? node.items[Number(key)] : undefined;
  }, document?.contents);
}

/** An alias below its own anchor makes a value that never ends. */
function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return (
    levels === 0 ||
    Object.values(value).some(one => isDeeperThan(levels - 1, one))
  );
}

/** By the signs that open a level within a line; brackets in strings count too. */
function isDeep(text: string): boolean {
  if (new RegExp(`(?:[-?:][ \\t]+){${MAX_DEPTH}}`).test(text)) return true;
  let depth = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    depth =
      bracket === '[' || bracket === '{' ? depth + 1 : Math.max(0, depth - 1);
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}
