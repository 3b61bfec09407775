import { InputError } from '@backstage/errors';
import {
  secretEntryProblem,
  SecretStoreKind,
  secretStores,
} from 'backstage-plugin-gitops-common';
import type { SecretKey } from '../manifests/externalSecret';
import type { Names } from './byEnvironment';
import { checkForm } from './kubernetes';
import { fill } from './layout';

/**
 * Refuses what can't be the keys of a Secret, and the fields of entries. What is written where a name belongs
 * may be a secret: the sentences name its place.
 *
 * @throws InputError
 */
export function checkKeys(keys: readonly SecretKey[]): void {
  const seen = new Set<string>();
  for (const [index, { secretKey, property }] of keys.entries()) {
    const place = `input.keys[${index}]`;
    checkForm('secretKey', secretKey, `${place}.secretKey`);
    if (seen.has(secretKey))
      throw new InputError(`${place}.secretKey is that of another key too`);
    seen.add(secretKey);
    if (property && !/^[A-Za-z0-9_.-]{1,253}$/.test(property))
      throw new InputError(
        `${place}.property can't be a field of an entry: use letters, digits, dashes, dots and underscores`,
      );
  }
}

/** The keys with their entries of one environment; see {@link entryIn}. */
export function keysOf(
  keys: readonly SecretKey[],
  names: Names,
  kind: SecretStoreKind,
  prefixes?: readonly string[],
): SecretKey[] {
  return keys.map((one, index) => ({
    ...one,
    key: entryIn(one.key, `input.keys[${index}].key`, names, kind, prefixes),
  }));
}

/**
 * The entry of one environment.
 *
 * @param place - where it comes from, for the sentence
 * @param prefixes - what a service's entries begin with; default: as the store has it
 * @throws InputError for what the store can't have as a name, and for entries of other services
 */
export function entryIn(
  entry: string,
  place: string,
  names: Names,
  kind: SecretStoreKind,
  prefixes: readonly string[] = [secretStores[kind].defaultKey],
): string {
  const { title, signs, maxLength } = secretStores[kind];
  const own = prefixes.map(prefix => fill(prefix, names));
  const key = fill(entry, names, place);
  const problem = secretEntryProblem(key, kind, own);
  const sentences = {
    form: `can't be an entry of ${title}: use letters, digits and ${signs}${
      'arn' in secretStores[kind] ? ', or the whole ARN' : ''
    }`,
    tooLong: `is too long for an entry of ${title}: it takes ${maxLength} letters`,
    foreign: `is not an entry of ${names.service} in ${
      names.environment
    }: begin it with ${own.join(
      ' or ',
    )}. Other beginnings are allowed in scaffolder.gitops.secretKeys.prefixes`,
  };
  if (problem) throw new InputError(`${place} ${sentences[problem]}`);
  return key;
}

/** The entries of keys, each once, with their fields: `production/cart: DATABASE_URL, API_KEY`. */
export function entriesOf(keys: readonly SecretKey[]): string[] {
  const fields = new Map<string, Set<string>>();
  for (const { key, property } of keys) {
    const known = fields.get(key) ?? new Set();
    fields.set(key, property ? known.add(property) : known);
  }
  return [...fields].map(([key, properties]) =>
    [key, [...properties].join(', ')].filter(Boolean).join(': '),
  );
}
