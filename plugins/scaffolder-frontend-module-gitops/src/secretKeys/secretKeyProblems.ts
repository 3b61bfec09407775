import { looksLikeSecret } from './looksLikeSecret';
import { SecretKey, Store } from './secretKeys';

export type SecretKeyProblem =
  | 'secret'
  | 'nameMissing'
  | 'name'
  | 'duplicate'
  | 'keyMissing'
  | 'path'
  | 'vaultName'
  | 'property'
  | 'tooLong';

/** What is wrong with each field of a row; a field without a problem is absent. */
export type RowProblems = Partial<Record<keyof SecretKey, SecretKeyProblem>>;

/** Environment variables, as Kubernetes takes them for keys of a Secret too. */
const NAME = /^[A-Za-z_][A-Za-z0-9_.-]*$/;
const PROPERTY = /^[A-Za-z0-9_.-]+$/;
const PLACEHOLDERS = /\{(?:environment|service)\}/g;
/** Of AWS Secrets Manager, without `=`, or the whole ARN: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html */
const PATH =
  /^(?:arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:|\/)?[A-Za-z0-9_.@+-]+(?:\/[A-Za-z0-9_.@+-]+)*$/;
/** Of Azure Key Vault: https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates */
const VAULT_NAME = /^[A-Za-z0-9-]+$/;

/**
 * Letters that each field takes, with placeholders as they are written: the limits of Kubernetes
 * and of the two stores
 */
export const maxLengths = {
  secretKey: 253,
  key: { aws: 512, azure: 127 },
  property: 253,
};

/** What is wrong with the rows, one entry each. No problem tells what was written. */
export function secretKeyProblems(
  rows: readonly SecretKey[],
  store: Store = 'aws',
): RowProblems[] {
  return rows.map((row, index) => {
    const problems: RowProblems = {
      secretKey: nameProblem(row.secretKey, [
        ...rows.slice(0, index),
        ...rows.slice(index + 1),
      ]),
      key: keyProblem(row.key, store),
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

function keyProblem(key: string, store: Store): SecretKeyProblem | undefined {
  if (key === '') return 'keyMissing';
  if (looksLikeSecret(key)) return 'secret';
  const filled = key.replace(PLACEHOLDERS, 'x');
  if (store === 'azure' && !VAULT_NAME.test(filled)) return 'vaultName';
  if (store === 'aws' && !PATH.test(filled)) return 'path';
  return key.length > maxLengths.key[store] ? 'tooLong' : undefined;
}

function propertyProblem(property = ''): SecretKeyProblem | undefined {
  if (property === '') return undefined;
  if (looksLikeSecret(property)) return 'secret';
  if (!PROPERTY.test(property)) return 'property';
  return property.length > maxLengths.property ? 'tooLong' : undefined;
}
