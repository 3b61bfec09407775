import { InputError } from '@backstage/errors';
import type { SecretKey } from '../manifests/externalSecret';

/** A name, or the ARN that another account's secret needs */
const AWS_ENTRY =
  /^(?:arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:)?[A-Za-z0-9/_+=.@-]{1,512}$/;

/**
 * What is written where a name belongs may be a secret: the sentences name its place.
 *
 * @throws InputError for what the store or Kubernetes can't have as a name
 */
export function checkKeys(
  keys: readonly SecretKey[],
  provider: 'aws' | 'azure',
): void {
  const seen = new Set<string>();
  for (const [index, { secretKey, key }] of keys.entries()) {
    const place = `input.keys[${index}]`;
    if (!/^[-._a-zA-Z0-9]{1,253}$/.test(secretKey))
      throw new InputError(
        `${place}.secretKey can't be a key of a Secret: use letters, digits, dashes, dots and underscores`,
      );
    if (seen.has(secretKey))
      throw new InputError(`${place}.secretKey is that of another key too`);
    seen.add(secretKey);
    const plain = key.replace(/\{\w+\}/g, 'x');
    const isFit =
      provider === 'aws'
        ? AWS_ENTRY.test(plain)
        : /^[A-Za-z0-9-]{1,127}$/.test(plain);
    if (!isFit)
      throw new InputError(
        `${place}.key can't be an entry of ${
          provider === 'aws'
            ? 'AWS Secrets Manager: use letters, digits and /_+=.@-, or the whole ARN'
            : 'Azure Key Vault: use letters, digits and dashes'
        }`,
      );
  }
}
