import { posix } from 'path';
import {
  at,
  isObject,
  Json,
  listAt,
  Manifest,
  textAt,
  objectAt,
} from '../Json';
import {
  containersOf,
  imageOverrideOf,
  overrideImage,
  readImageOverride,
} from './images';
import { applyJsonPatch, mergePatch } from './jsonPatch';
import { ManifestError } from './ManifestError';
import { applyReplacements } from './replacements';
import { YamlReader } from './YamlReader';

const names = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

export function kustomizationIn(
  files: ReadonlyMap<string, string>,
  folder: string,
): string | undefined {
  return names
    .map(name => posix.join(folder, name))
    .find(path => files.has(path));
}

/**
 * Enough of `kustomize build`: resources, components, images, replicas, patches (JSON and
 * merge), replacements, namespace and name prefix.
 * @param build - what an Application adds to the kustomization: `components` and `images`, and its
 *   `namespace`; a component gets what is `given`
 * @throws ManifestError with kustomize's words where a resource is missing
 */
export function buildKustomization(
  files: ReadonlyMap<string, string>,
  folder: string,
  yaml: YamlReader,
  build: {
    components?: readonly string[];
    images?: readonly string[];
    namespace?: string;
    given?: readonly Manifest[];
    depth?: number;
  } = {},
): Manifest[] {
  const { depth = 0 } = build;
  const path = kustomizationIn(files, folder);
  if (!path || depth > 10) throw missing(folder, folder);
  const kustomization = yaml.documents(files.get(path) ?? '')[0] ?? {};
  const resources = [
    ...listAt(kustomization, 'resources'),
    ...listAt(kustomization, 'bases'),
  ];
  let manifests = [
    ...(build.given ?? []),
    ...resources.flatMap(resource => load(String(resource))),
  ];
  for (const component of [
    ...listAt(kustomization, 'components'),
    ...(build.components ?? []),
  ])
    manifests = buildKustomization(
      files,
      posix.join(folder, String(component)),
      yaml,
      { given: manifests, depth: depth + 1 },
    );
  for (const patch of [
    ...listAt(kustomization, 'patches'),
    ...listAt(kustomization, 'patchesStrategicMerge'),
  ]) {
    manifests = applyPatch(manifests, patch);
  }
  manifests = applyReplacements(
    manifests,
    listAt(kustomization, 'replacements'),
  );
  const overrides = [
    ...(build.images ?? []).map(imageOverrideOf),
    ...listAt(kustomization, 'images').flatMap(
      image => readImageOverride(image) ?? [],
    ),
  ];
  const namespace = build.namespace ?? textAt(kustomization, 'namespace');
  const prefix = textAt(kustomization, 'namePrefix') ?? '';
  return manifests.map(manifest => {
    const copy = structuredClone(manifest);
    for (const container of containersOf(copy)) {
      if (typeof container.image === 'string')
        container.image = overrideImage(container.image, overrides);
    }
    const replicas = listAt(kustomization, 'replicas').find(
      one => textAt(one, 'name') === copy.metadata.name,
    );
    const count = at(replicas, 'count');
    if (count !== undefined && isObject(copy.spec) && 'template' in copy.spec)
      copy.spec.replicas = count;
    // A Namespace is called so itself
    if (namespace && copy.kind === 'Namespace') copy.metadata.name = namespace;
    else if (namespace) copy.metadata.namespace = namespace;
    copy.metadata.name = `${prefix}${copy.metadata.name}`;
    return copy;
  });

  function load(resource: string): Manifest[] {
    const target = posix.join(folder, resource);
    const text = files.get(target);
    if (text !== undefined) return yaml.documents(text).filter(isManifest);
    if (kustomizationIn(files, target))
      return buildKustomization(files, target, yaml, { depth: depth + 1 });
    throw missing(folder, resource);
  }

  function applyPatch(all: Manifest[], patch: Json): Manifest[] {
    const inline = typeof patch === 'string' ? patch : textAt(patch, 'patch');
    const file = typeof patch === 'string' ? patch : textAt(patch, 'path');
    const text = (file && files.get(posix.join(folder, file))) ?? inline;
    if (text === undefined) throw missing(folder, file ?? 'patch');
    const body = yaml.documents(text)[0];
    const target = at(patch, 'target');
    // The patch's own name counts only where nothing else says what it is for
    const wanted =
      Array.isArray(body) || isObject(target)
        ? objectAt(target)
        : { kind: at(body, 'kind'), name: at(body, 'metadata', 'name') };
    return all.flatMap(manifest => {
      if (wanted.kind !== undefined && wanted.kind !== manifest.kind)
        return manifest;
      if (wanted.name !== undefined && wanted.name !== manifest.metadata.name)
        return manifest;
      if (Array.isArray(body))
        return applyJsonPatch(manifest, body) as Manifest;
      if (at(body, '$patch') === 'delete') return [];
      const merged = mergePatch(manifest, body) as Manifest;
      merged.metadata = { ...merged.metadata, name: manifest.metadata.name };
      return merged;
    });
  }
}

export function isManifest(value: Json): value is Manifest {
  return (
    isObject(value) &&
    typeof value.apiVersion === 'string' &&
    typeof value.kind === 'string' &&
    textAt(value, 'metadata', 'name') !== undefined
  );
}

/** As recorded of kustomize for a resource that is not there. */
function missing(folder: string, resource: string): ManifestError {
  const root = `<path to cached source>/${folder}`;
  const path = `${root}/${resource}`;
  const lstat = `evalsymlink failure on '${path}' : lstat ${path}: no such file or directory`;
  return new ManifestError(
    `\`kustomize build ${root}\` failed exit status 1: Error: accumulating resources: accumulation err='accumulating resources from '${resource}': ${lstat}': must build at directory: not a valid directory: ${lstat}`,
  );
}
