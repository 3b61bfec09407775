import { InputError } from '@backstage/errors';
import type { JsonValue } from '@backstage/types';
import { findSecrets } from './findSecrets';
import type { Finding } from './Finding';
import { holdsSecretValues, isSecretValue } from './isSecretValue';

const MAX_NAMED = 10;

/**
 * Refuses texts in which something looks like a secret.
 *
 * @param files - texts by their paths
 * @throws InputError which names the places, never the values
 */
export async function refuseSecretsInFiles(
  files: Iterable<readonly [path: string, text: string]>,
): Promise<void> {
  const found: Finding[] = [];
  for (const [path, text] of files)
    found.push(...(await findSecrets(text, path)));
  refuse(found);
}

/**
 * Refuses values, such as those of a form, in which something looks like a secret.
 *
 * @param name - how the whole is called in the sentence: `input`
 * @throws InputError which names the places, never the values
 */
export async function refuseSecretsInValues(
  value: JsonValue | undefined,
  name: string,
): Promise<void> {
  refuse(await inValue(value, name, ''));
}

async function inValue(
  value: JsonValue | undefined,
  place: string,
  key: string,
): Promise<Finding[]> {
  if (typeof value === 'string') {
    if (isSecretValue(key, value))
      return [{ place, what: `a value of ${key}` }];
    const isManifest = /\n/.test(value) || /\bkind:/.test(value);
    const found = await findSecrets(
      value,
      isManifest ? 'value.yaml' : 'value.sh',
    );
    return found.map(({ what }) => ({ place, what }));
  }
  if (typeof value !== 'object' || value === null) return [];
  const holdsSecrets =
    !Array.isArray(value) && holdsSecretValues(key, Object.entries(value));
  const parts = Array.isArray(value)
    ? value.map(
        (item, index) =>
          [
            `${place}[${index}]`,
            flagOf(value[index - 1]) ?? key,
            item,
          ] as const,
      )
    : Object.entries(value).map(
        ([name, item]) =>
          [`${place}.${name}`, holdsSecrets ? key : name, item] as const,
      );
  const { name, value: literal } = value as Record<string, unknown>;
  const isVariable = typeof name === 'string' && typeof literal === 'string';
  const found =
    isVariable && isSecretValue(name, literal)
      ? [{ place: `${place}.value`, what: `a value of ${name}` }]
      : [];
  for (const [at, of, item] of parts)
    found.push(...(await inValue(item, at, of)));
  return found;
}

/** Of a command, whose next word is its value: `--password`. */
function flagOf(word: JsonValue | undefined): string | undefined {
  return typeof word === 'string'
    ? /^--?([A-Za-z][\w-]*)$/.exec(word)?.[1]
    : undefined;
}

function refuse(found: readonly Finding[]): void {
  if (found.length === 0) return;
  const named = found
    .slice(0, MAX_NAMED)
    .map(({ place, what }) => `${place} (${what})`)
    .join(', ');
  const more = found.length - MAX_NAMED;
  throw new InputError(
    `This looks like a secret: ${named}${
      more > 0 ? ` and ${more} more` : ''
    }. Secrets belong in the secret store; name their keys instead. Nothing was written to Git`,
  );
}
