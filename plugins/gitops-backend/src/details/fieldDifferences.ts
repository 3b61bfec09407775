import { isDeepStrictEqual } from 'node:util';
import { isSecretSetting } from 'backstage-plugin-gitops-common';
import { holdsSecret } from '../diagnosis/holdsSecret';
import { maskedLines } from '../diagnosis/maskedLine';
import { toLine } from '../judgement/text';

/** Of one resource. What is beyond is only counted. */
const MAX_FIELDS = 50;

const MAX_DEPTH = 30;
const MAX_LINES = 20;
const MASK = '***';

/** A field that is not the same in two manifests; null where it is not set. */
export interface DifferentField {
  readonly path: string;
  readonly one: string | null;
  readonly other: string | null;
}

/**
 * The fields in which two manifests differ, with what looks like a secret masked, and how many are
 * left out.
 *
 * @param ignored - paths of what is not compared
 */
export function fieldDifferences(
  one: unknown,
  other: unknown,
  ignored: ReadonlySet<string>,
): { fields: DifferentField[]; moreFields: number } {
  const fields: DifferentField[] = [];
  let moreFields = 0;
  compare(one, other, []);
  return { fields, moreFields };

  function compare(a: unknown, b: unknown, path: readonly string[]): void {
    if (ignored.has(path.join('.')) || isDeepStrictEqual(a, b)) return;
    const [ofA, ofB] = [childrenOf(a), childrenOf(b)];
    const keys = new Set([...(ofA?.keys() ?? []), ...(ofB?.keys() ?? [])]);
    const isWhole =
      keys.size === 0 ||
      [a, b].some(holdsSecret) ||
      path.length >= MAX_DEPTH ||
      // A list became a text, say
      (!ofA && a !== undefined) ||
      (!ofB && b !== undefined);
    if (!isWhole) {
      for (const key of keys)
        compare(ofA?.get(key), ofB?.get(key), [...path, key]);
      return;
    }
    if (fields.length === MAX_FIELDS) moreFields += 1;
    else
      fields.push({
        path: toLine(pathText(path)),
        one: shown(a, b, path),
        other: shown(b, a, path),
      });
  }
}

/** Fields of an object; items of a list, by their names where each has one. */
function childrenOf(value: unknown): Map<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Array.isArray(value)) return new Map(Object.entries(value));
  const names = value.map(nameOf);
  const areNamed =
    names.every(name => name !== undefined) &&
    new Set(names).size === names.length;
  return new Map(
    value.map((one: unknown, index) => [
      `[${areNamed ? names[index] : index}]`,
      one,
    ]),
  );
}

function nameOf(item: unknown): string | undefined {
  const name =
    typeof item === 'object' && item !== null
      ? Reflect.get(item, 'name')
      : undefined;
  return typeof name === 'string' ? name : undefined;
}

function pathText(path: readonly string[]): string {
  return path
    .map((key, index) => (index === 0 || key.startsWith('[') ? key : `.${key}`))
    .join('');
}

/**
 * Masked as a log is, by the name of the setting that it is of. Of a text of several lines, those
 * that the other one has not.
 */
function shown(
  value: unknown,
  other: unknown,
  path: readonly string[],
): string | null {
  if (value === undefined) return null;
  if (holdsSecret(value)) return MASK;
  // Settings within it would be shown without their names
  if (typeof value === 'object' && value !== null)
    return Object.keys(value).length > 0 ? '…' : JSON.stringify(value);
  const text = String(value);
  if (path.some(key => isSecretSetting(bare(key), text))) return MASK;
  const lines = text.split('\n');
  const [first, ...rest] = maskedLines([
    `${settingOf(path)}=${lines[0]}`,
    ...lines.slice(1),
  ]);
  const masked = [first.replace(/^[^=]*=/, ''), ...rest];
  if (lines.length === 1) return masked[0];
  const same = new Set(String(other ?? '').split('\n'));
  const own = masked.filter((_, index) => !same.has(lines[index]));
  return own.length > MAX_LINES
    ? [...own.slice(0, MAX_LINES), '…'].join('\n')
    : own.join('\n');
}

/** `PASSWORD` of `env[PASSWORD].value`. */
function settingOf(path: readonly string[]): string {
  const last = path.at(-1) ?? '';
  return bare(last === 'value' ? path.at(-2) ?? last : last);
}

function bare(key: string): string {
  return key.replace(/^\[|\]$/g, '');
}
