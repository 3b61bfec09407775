import type { Path } from '../VersionPlace';

/** Of a parameter's name; people write fewer. */
const MAX_LEVELS = 20;

/** Helm's parameters as values: `image.tag` is a path. */
export function valuesOf(parameters: readonly unknown[]): unknown {
  const values: Record<string, unknown> = {};
  for (const parameter of parameters) {
    const { name, value } = (parameter ?? {}) as Record<string, unknown>;
    const path = String(name).split('.');
    if (path.length > MAX_LEVELS || path.includes('__proto__')) continue;
    let map = values;
    for (const key of path.slice(0, -1)) {
      if (!Object.hasOwn(map, key) || !isMap(map[key])) map[key] = {};
      map = map[key] as Record<string, unknown>;
    }
    map[path.at(-1)!] = value;
  }
  return values;
}

/** Helm merges maps, lets null delete, and replaces all else. */
export function mergeValues(a: unknown, b: unknown): unknown {
  if (!isMap(a) || !isMap(b)) return b;
  const merged = { ...a };
  for (const [key, value] of Object.entries(b))
    if (value === null) delete merged[key];
    else merged[key] = key in merged ? mergeValues(merged[key], value) : value;
  return merged;
}

/** What stands at a path of values. */
export function valueAt(values: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Record<string | number, unknown>)[key]
        : undefined,
    values,
  );
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
