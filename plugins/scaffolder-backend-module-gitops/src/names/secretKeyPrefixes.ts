import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { fill } from './layout';

const KEY = 'scaffolder.gitops.secretKeys.prefixes';

/**
 * What the platform lets entries of a service in the secret store begin with; undefined where it
 * does not say.
 *
 * @throws InputError where the list is empty, or an entry has a placeholder that is not known
 */
export function secretKeyPrefixes(config: Config): string[] | undefined {
  const prefixes = config.getOptionalStringArray(KEY);
  if (prefixes?.length === 0)
    throw new InputError(
      `${KEY} is empty, so that no service could read a secret: name a prefix, or leave it out`,
    );
  for (const [index, prefix] of (prefixes ?? []).entries())
    fill(prefix, { service: '', environment: '' }, `${KEY}[${index}]`);
  return prefixes;
}
