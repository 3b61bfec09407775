import { InputError } from '@backstage/errors';
import type { JsonValue } from '@backstage/types';
import { fill } from './layout';

/** What placeholders stand for. */
export type Names = Readonly<{ service: string; environment: string }>;

/**
 * The value of one environment, with the placeholders in all of its texts filled in. An object is
 * not a value: it has one for each environment, by their names.
 *
 * @param place - of the value in the input, for the sentence
 * @throws InputError where an object has none for the environment, and for a placeholder that is
 *   not known
 */
export function valueFor<T extends JsonValue>(
  value: T | Readonly<Record<string, T>>,
  names: Names,
  place: string,
): T {
  if (!isByEnvironment(value)) return filledIn(value, names) as T;
  if (Object.hasOwn(value, names.environment))
    return filledIn(value[names.environment], names) as T;
  throw new InputError(
    `${place} has no value for ${names.environment}. An object gives the value of each environment: add it there, or give one value for all`,
  );
}

/** Whether a value differs by environment. */
export function isByEnvironment<T extends JsonValue>(
  value: T | Readonly<Record<string, T>>,
): value is Readonly<Record<string, T>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value with the placeholders in all of its texts filled in. */
export function filledIn(value: JsonValue, names: Names): JsonValue {
  if (typeof value === 'string') return fill(value, names);
  if (Array.isArray(value)) return value.map(one => filledIn(one, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, filledIn(one!, names)]),
  );
}
