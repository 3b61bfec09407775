export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json | undefined;
}

/** A Kubernetes resource as Git has it. */
export interface Manifest extends JsonObject {
  apiVersion: string;
  kind: string;
  metadata: JsonObject & { name: string };
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a path of keys and indexes; undefined where the path leads nowhere. */
export function at(
  value: Json | undefined,
  ...path: (string | number)[]
): Json | undefined {
  return path.reduce<Json | undefined>((here, key) => {
    if (Array.isArray(here))
      return typeof key === 'number' ? here[key] : undefined;
    return isObject(here) ? here[String(key)] : undefined;
  }, value);
}

export function textAt(
  value: Json | undefined,
  ...path: (string | number)[]
): string | undefined {
  const found = at(value, ...path);
  return typeof found === 'string' ? found : undefined;
}

export function listAt(
  value: Json | undefined,
  ...path: (string | number)[]
): Json[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

export function objectAt(
  value: Json | undefined,
  ...path: (string | number)[]
): JsonObject {
  const found = at(value, ...path);
  return isObject(found) ? found : {};
}

const written = new WeakMap<object, string>();

/**
 * JSON with sorted keys, as Argo CD writes manifests: equal resources give equal text. Kept for as
 * long as the object lives, so what was written must not be changed in place.
 */
export function canonical(value: Json | undefined): string {
  if (typeof value !== 'object' || value === null)
    return JSON.stringify(value ?? null);
  let text = written.get(value);
  if (text === undefined) {
    text = write(value);
    written.set(value, text);
  }
  return text;
}

function write(value: Json | undefined): string {
  if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value ?? null);
  const entries = Object.keys(value)
    .filter(key => value[key] !== undefined)
    .sort()
    .map(key => `${JSON.stringify(key)}:${write(value[key])}`);
  return `{${entries.join(',')}}`;
}
