import { at, isObject, Json, JsonObject, textAt } from '../Json';
import { ManifestError } from './ManifestError';

/**
 * Applies the JSON patch operations that overlays use (add, replace, remove) to a copy. @throws
 * ManifestError
 */
export function applyJsonPatch(
  target: JsonObject,
  operations: Json[],
): JsonObject {
  const result = structuredClone(target);
  for (const operation of operations) {
    const op = textAt(operation, 'op');
    const path = textAt(operation, 'path');
    if (!isObject(operation) || path === undefined)
      throw new ManifestError('unable to parse SM or JSON patch');
    const keys = path
      .split('/')
      .slice(1)
      .map(key => key.replace(/~1/g, '/').replace(/~0/g, '~'));
    applyOne(result, op, keys, operation.value, path);
  }
  return result;
}

function applyOne(
  root: JsonObject,
  op: string | undefined,
  keys: string[],
  value: Json | undefined,
  path: string,
) {
  const last = keys[keys.length - 1];
  let here: Json | undefined = root;
  for (const key of keys.slice(0, -1))
    here = at(here, Array.isArray(here) ? Number(key) : key);
  const missing = () =>
    new ManifestError(
      `${op} operation does not apply: doc is missing path: "${path}": missing value`,
    );
  if (Array.isArray(here)) {
    const index = last === '-' ? here.length : Number(last);
    if (op === 'add') here.splice(index, 0, structuredClone(value ?? null));
    else if (index >= here.length) throw missing();
    else if (op === 'remove') here.splice(index, 1);
    else here[index] = structuredClone(value ?? null);
  } else if (isObject(here)) {
    if (op !== 'add' && here[last] === undefined) throw missing();
    if (op === 'remove') delete here[last];
    else here[last] = structuredClone(value ?? null);
  } else {
    throw missing();
  }
}

/**
 * Merges a strategic merge patch into a copy: objects by key, lists of named things by name, all
 * else replaced.
 */
export function mergePatch(target: Json | undefined, patch: Json): Json {
  if (Array.isArray(patch) && Array.isArray(target)) {
    const named = (list: Json[]) =>
      list.every(entry => textAt(entry, 'name') !== undefined);
    if (!named(patch) || !named(target)) return structuredClone(patch);
    const merged = [...target];
    for (const entry of patch) {
      const index = merged.findIndex(
        other => textAt(other, 'name') === textAt(entry, 'name'),
      );
      if (index < 0) merged.push(structuredClone(entry));
      else merged[index] = mergePatch(merged[index], entry);
    }
    return merged;
  }
  if (!isObject(patch)) return structuredClone(patch);
  const result: JsonObject = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else if (value !== undefined) result[key] = mergePatch(result[key], value);
  }
  return result;
}
