import {
  secretEntryProblem,
  SecretStoreKind,
  secretStores,
} from 'backstage-plugin-gitops-common';
import { looksLikeSecret } from './looksLikeSecret';
import { SecretKey } from './secretKeys';

export type SecretKeyProblem =
  | 'secret'
  | 'nameMissing'
  | 'name'
  | 'duplicate'
  | 'keyMissing'
  | 'path'
  | 'entryName'
  | 'foreign'
  | 'property'
  | 'tooLong';

/** What is wrong with each field of a row; a field without a problem is absent. */
export type RowProblems = Partial<Record<keyof SecretKey, SecretKeyProblem>>;

/** Environment variables, as Kubernetes takes them for keys of a Secret too. */
const NAME = /^[A-Za-z_][A-Za-z0-9_.-]*$/;
const PROPERTY = /^[A-Za-z0-9_.-]+$/;

/** Letters that fields take: the limits of Kubernetes */
export const maxLengths = { secretKey: 253, property: 253 };

/** What is wrong with the rows, one entry each. No problem tells what was written. */
export function secretKeyProblems(
  rows: readonly SecretKey[],
  store: SecretStoreKind,
  prefixes?: readonly string[],
): RowProblems[] {
  return rows.map((row, index) => {
    const problems: RowProblems = {
      secretKey: nameProblem(row.secretKey, [
        ...rows.slice(0, index),
        ...rows.slice(index + 1),
      ]),
      key: keyProblem(row.key, store, prefixes),
      property: propertyProblem(row.property),
    };
    return Object.fromEntries(
      Object.entries(problems).filter(([, problem]) => problem !== undefined),
    );
  });
}

function nameProblem(
  name: string,
  others: readonly SecretKey[],
): SecretKeyProblem | undefined {
  if (name === '') return 'nameMissing';
  if (looksLikeSecret(name)) return 'secret';
  if (!NAME.test(name)) return 'name';
  if (name.length > maxLengths.secretKey) return 'tooLong';
  return others.some(other => other.secretKey === name)
    ? 'duplicate'
    : undefined;
}

function keyProblem(
  key: string,
  store: SecretStoreKind,
  prefixes: readonly string[] | undefined,
): SecretKeyProblem | undefined {
  if (key === '') return 'keyMissing';
  if (looksLikeSecret(key)) return 'secret';
  const problem = secretEntryProblem(key, store, prefixes);
  if (problem !== 'form') return problem;
  return secretStores[store].separator === '/' ? 'path' : 'entryName';
}

function propertyProblem(property = ''): SecretKeyProblem | undefined {
  if (property === '') return undefined;
  if (looksLikeSecret(property)) return 'secret';
  if (!PROPERTY.test(property)) return 'property';
  return property.length > maxLengths.property ? 'tooLong' : undefined;
}
