import { at, isObject, Json, listAt, Manifest, textAt } from '../Json';
import { ManifestError } from './ManifestError';

/** Copies a field of one resource into others, as `replacements` of a kustomization ask for. */
export function applyReplacements(
  manifests: readonly Manifest[],
  replacements: readonly Json[],
): Manifest[] {
  const copies = manifests.map(one => structuredClone(one));
  for (const replacement of replacements) {
    const source = at(replacement, 'source');
    const sources = copies.filter(one => one.kind === textAt(source, 'kind'));
    if (sources.length !== 1)
      throw new ManifestError(
        `${
          sources.length > 1 ? 'multiple matches' : 'nothing selected'
        } by ${textAt(source, 'kind')}`,
      );
    const keys = partsOf(textAt(source, 'fieldPath') ?? 'metadata.name');
    const value = at(sources[0], ...keys) ?? null;
    for (const target of listAt(replacement, 'targets')) {
      const kind = textAt(target, 'select', 'kind');
      const paths = listAt(target, 'fieldPaths').map(one =>
        partsOf(String(one)),
      );
      for (const one of copies.filter(copy => copy.kind === kind))
        for (const path of paths) setAt(one, path, value);
    }
  }
  return copies;
}

/** `metadata.labels.[app.kubernetes.io/name]` has a key with dots in it. */
function partsOf(path: string): string[] {
  return [...path.matchAll(/\[([^\]]*)\]|[^.]+/g)].map(
    ([part, inBrackets]) => inBrackets ?? part,
  );
}

/** `*` is every item of a list. What is not there stays so. */
function setAt(
  here: Json | undefined,
  [key, ...rest]: string[],
  value: Json,
): void {
  if (key === '*' && Array.isArray(here)) {
    for (const item of here) setAt(item, rest, value);
  } else if (isObject(here) && here[key] !== undefined) {
    if (rest.length === 0) here[key] = value;
    else setAt(here[key], rest, value);
  }
}
