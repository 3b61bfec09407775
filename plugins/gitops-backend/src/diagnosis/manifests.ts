/** Name of the key that an ExternalSecret's manifest provides at a place in `spec.data`. */
export function secretKeyAt(
  manifest: string | null | undefined,
  index: string,
): string | undefined {
  return textAt(parseManifest(manifest), 'spec', 'data', index, 'secretKey');
}

/**
 * A manifest as Argo CD sends it: JSON in a text. Undefined where there is none, which it writes as
 * `null`.
 */
export function parseManifest(
  text: string | null | undefined,
): object | undefined {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

export function at(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
        ? Reflect.get(inner, key)
        : undefined,
    value,
  );
}

export function textAt(value: unknown, ...path: string[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === 'string' && found ? found : undefined;
}

export function numberAt(
  value: unknown,
  ...path: string[]
): number | undefined {
  const found = at(value, ...path);
  return typeof found === 'number' ? found : undefined;
}
