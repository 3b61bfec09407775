import { isDeepStrictEqual } from 'node:util';
import { InputError } from '@backstage/errors';
import {
  Document,
  isAlias,
  isScalar,
  parseAllDocuments,
  parseDocument,
  Scalar,
  visit,
} from 'yaml';
import { Path, written } from './VersionPlace';

const MAX_LENGTH = 1024 * 1024;

/** A scalar in a file of YAML or JSON. */
export interface ScalarPlace {
  /** For errors, and by its ending: JSON knows quoted strings only */
  file: string;
  /** Which of the file's documents, from 0 */
  document?: number;
  path: Path;
}

/**
 * The text with one scalar replaced: every other byte is as it was. The quotes of the old value are kept; a plain one gets some where the new value would be read as anything but a
 * string (`1.10`, `on`, `2026-01-01`).
 *
 * @throws InputError where the file can't be read as what it is, the place doesn't exist, or its value stands elsewhere (an alias, a block)
 */
export function setScalar(
  text: string,
  place: ScalarPlace,
  value: string,
): string {
  const { file, path } = place;
  const documents = readDocuments(text, file);
  const node = scalarAt(documents, place);
  const where = `${written(path)} in ${file}`;
  if (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED')
    throw new InputError(
      `${where} is a block of text. Write it in one line to have it promoted`,
    );
  if (node.anchor && isUsed(documents, node.anchor))
    throw new InputError(
      `${where} is used elsewhere as *${node.anchor}: changing it would change that too`,
    );
  const [start, end] = node.range!;
  const after = `${text.slice(0, start)}${sourceOf(
    value,
    node,
    /\.json$/i.test(file),
  )}${text.slice(end)}`;
  refuseOtherChanges(documents, after, place, value);
  return after;
}

/** The string at a place; undefined where there is none. Numbers and the like are as they are written. @throws InputError where the file can't be read */
export function readScalar(
  text: string,
  place: ScalarPlace,
): string | undefined {
  const document = readDocuments(text, place.file)[place.document ?? 0];
  const node = document?.getIn(place.path, true);
  if (!isScalar(node)) return undefined;
  return typeof node.value === 'string' ? node.value : node.source;
}

/** @throws InputError */
export function readDocuments(text: string, file: string): Document.Parsed[] {
  if (text.length > MAX_LENGTH)
    throw new InputError(`${file} is larger than 1 MB, so it is not edited`);
  const documents = parseAllDocuments(text, { keepSourceTokens: true });
  const parsed = Array.isArray(documents) ? documents : [];
  for (const { errors } of parsed) {
    if (errors.length === 0) continue;
    throw new InputError(
      `${file} can't be read: ${errors[0].message.split('\n')[0]}`,
    );
  }
  return parsed as Document.Parsed[];
}

function scalarAt(
  documents: readonly Document.Parsed[],
  { file, document = 0, path }: ScalarPlace,
): Scalar {
  const node = documents[document]?.getIn(path, true);
  if (isScalar(node) && node.range) return node;
  const where = `${written(path)} in ${file}`;
  if (isAlias(node))
    throw new InputError(
      `${where} is an alias (*${node.source}). Write the value there to have it promoted`,
    );
  throw new InputError(
    node === undefined || node === null
      ? `There is no ${where}`
      : `${where} is no single value`,
  );
}

function isUsed(documents: readonly Document[], anchor: string): boolean {
  const aliases = new Set<string>();
  const Alias = (_: unknown, { source }: { source: string }) =>
    void aliases.add(source);
  for (const document of documents) visit(document, { Alias });
  return aliases.has(anchor);
}

function sourceOf(value: string, node: Scalar, isJson: boolean): string {
  if (isJson || node.type === 'QUOTE_DOUBLE') return JSON.stringify(value);
  if (node.type === 'QUOTE_SINGLE' && !/[\r\n]/.test(value))
    return `'${value.replaceAll("'", "''")}'`;
  return isPlain(value) ? value : JSON.stringify(value);
}

/** Whether every reader takes the unquoted text for this string: YAML 1.1, which Kubernetes' tools speak, sees numbers, dates and booleans where 1.2 does not. */
function isPlain(value: string): boolean {
  if (!/^[A-Za-z0-9][A-Za-z0-9._+/:@-]*$/.test(value) || value.endsWith(':'))
    return false;
  // Go's readers take these for booleans, and bare digits with a base for numbers
  if (/^(y|n|yes|no|on|off|true|false|null)$/i.test(value)) return false;
  if (
    /^[0-9._+-]*(e[0-9+-]+)?$/i.test(value) &&
    /^[0-9+-]/.test(value) &&
    !/\..*\./.test(value)
  )
    return false;
  return (['1.1', '1.2'] as const).every(
    version => parseDocument(value, { version }).toJS() === value,
  );
}

/** Reads the result again: the one value is another, and nothing else. */
function refuseOtherChanges(
  before: readonly Document.Parsed[],
  after: string,
  { file, document = 0, path }: ScalarPlace,
  value: string,
): void {
  const expected = before.map(one => valueOf(one));
  expected[document] = replaced(expected[document], path, value);
  const found = readDocuments(after, file).map(valueOf);
  if (!isDeepStrictEqual(found, expected))
    throw new InputError(
      `${file} is written in a way in which ${written(
        path,
      )} can't be replaced alone`,
    );
}

function valueOf(document: Document): unknown {
  return document.toJS({ maxAliasCount: -1 });
}

function replaced(value: unknown, path: Path, by: string): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return by;
  if (Array.isArray(value))
    return value.map((item, index) =>
      index === key ? replaced(item, rest, by) : item,
    );
  const object = value as Record<string, unknown>;
  return { ...object, [key]: replaced(object[key], rest, by) };
}
