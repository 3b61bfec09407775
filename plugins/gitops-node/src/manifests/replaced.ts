import type { Path } from './VersionPlace';

/**
 * The value with another at a path, which has to be there. What stands there by an alias as well
 * stays as it was.
 */
export function replaced(value: unknown, path: Path, by: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return by;
  if (Array.isArray(value))
    return value.map((item, index) =>
      index === key ? replaced(item, rest, by) : item,
    );
  const object = value as Record<string, unknown>;
  return { ...object, [key]: replaced(object[key], rest, by) };
}
