import type { JsonValue } from '@backstage/types';
import { assignmentsIn, valueOf } from './assignments';
import type { Finding } from './Finding';
import { findSecrets } from './findSecrets';
import { holdsSecretValues, levelOfItem, levelOfValue } from './levelOfValue';

/**
 * What looks like a secret in a value, such as those of a form.
 *
 * @param place - how the whole is called: `input`
 */
export function findSecretsInValue(
  value: JsonValue | undefined,
  place: string,
): Promise<Finding[]> {
  return inValue(value, place, '', levelOfValue);
}

async function inValue(
  value: JsonValue | undefined,
  place: string,
  key: string,
  judge: typeof levelOfValue,
): Promise<Finding[]> {
  if (typeof value === 'string') {
    const level = judge(key, value);
    return level
      ? [{ place, what: valueOf(key), level }]
      : inText(value, place);
  }
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) {
    const found = value.map((item, index) =>
      inValue(
        item,
        `${place}[${index}]`,
        flagOf(value[index - 1]) ?? key,
        levelOfValue,
      ),
    );
    return (await Promise.all(found)).flat();
  }
  const isOfSecrets = holdsSecretValues(key, () => Object.entries(value));
  const found = Object.entries(value).map(([name, item]) => {
    const at = `${place}.${name}`;
    // Of a container's environment
    if (name === 'value' && typeof value.name === 'string')
      return inValue(item, at, value.name, levelOfValue);
    return isOfSecrets
      ? inValue(item, at, key, levelOfItem)
      : inValue(item, at, name, levelOfValue);
  });
  return (await Promise.all(found)).flat();
}

/** A manifest, or a sentence that may have commands in it. */
async function inText(text: string, place: string): Promise<Finding[]> {
  const isManifest = /\n/.test(text) || /\bkind:/.test(text);
  const found = [
    ...(await findSecrets(text, isManifest ? 'value.yaml' : 'value.sh')),
    ...assignmentsIn(text, 'prose'),
  ];
  return found.slice(0, 1).map(({ what, level }) => ({ place, what, level }));
}

/** Of a command, whose next word is its value: `--password`. */
function flagOf(word: JsonValue | undefined): string | undefined {
  return typeof word === 'string'
    ? /^--?([A-Za-z][\w-]*)$/.exec(word)?.[1]
    : undefined;
}
