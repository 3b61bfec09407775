import { InputError } from '@backstage/errors';
import { Document } from 'yaml';
import { isRange, isVersion } from '../isVersion';
import type { Locator, Search } from '../Locator';
import { nodeAt, readBlock, scalarIn, valueOf } from '../readDocuments';
import {
  ApplicationManifests,
  ManifestSource,
  nameOfSource,
  Path,
  VersionPlace,
  written,
} from '../VersionPlace';
import { DeployedManifest, deployedManifest } from './deployedManifest';
import { isForService } from './hasName';
import { imagePlace, imageValues, withName } from './imageValues';
import { parentValues } from './parentValues';
import { patchingFile } from './patchedFields';
import { overridesIn } from './sourceOverrides';

/**
 * Versions in an Application's own manifest, if another Application deploys that: App of Apps; or
 * in the values of the chart that makes it. They are `targetRevision` (a branch or a range is
 * followed, not promoted), Kustomize's images, and Helm's parameters and values. Of a generated
 * Application, it is the template in the manifest of its ApplicationSet.
 */
export const ownManifest: Locator = {
  name: 'Application manifest',
  async find(application, search) {
    const { parent, name, namespace, sources, applicationSet } = application;
    for (const { targetRevision, chart } of sources)
      if (chart && targetRevision && isRange(targetRevision))
        search.missed(
          `targetRevision of ${chart}, which is the range ${targetRevision}: the newest version in it is deployed without a promotion`,
        );
    const hasOwn = applicationSet
      ? hasFixedVersion(applicationSet.spec, application, search)
      : sources.some(hasVersion);
    if (!hasOwn) return [];
    const own = applicationSet
      ? { kind: 'ApplicationSet', name: applicationSet.name, namespace }
      : { kind: 'Application', name, namespace };
    if (!parent) {
      search.missed(
        `versions in the manifest of ${own.name}, which no Application deploys`,
      );
      return [];
    }
    const manifest = await deployedManifest(own, parent.sources, search);
    const places = manifest ? placesIn(manifest, application, search) : [];
    if (places.length === 0)
      return parentValues(application, this.name, search);
    const unpatched = places.map(async place => {
      const { file, path } = place;
      const decided = { name: own.name, field: fieldOf(place), file };
      const patching = await patchingFile(decided, parent.sources, search);
      if (patching === undefined) return [place];
      search.missed(
        `${path} in ${file}, which a patch of ${patching} may replace`,
      );
      return [];
    });
    return (await Promise.all(unpatched)).flat();
  },
};

const FIELDS = ['images', 'parameters', 'valuesObject', 'values'];

/** What a patch that replaces a place's value would name. */
function fieldOf({ path }: VersionPlace): string {
  const keys = path.split(/[.[\]: ]+/);
  return FIELDS.find(one => keys.includes(one)) ?? 'targetRevision';
}

/** Whether a version may be written in the Application itself. */
function hasVersion({ targetRevision, helm, kustomize }: ManifestSource) {
  return (
    isVersion(targetRevision) ||
    Boolean(kustomize?.images.length) ||
    Boolean(helm?.parameters.length) ||
    helm?.valuesObject !== undefined ||
    /image|tag:/i.test(helm?.values ?? '')
  );
}

function placesIn(
  { yaml, ...manifest }: DeployedManifest,
  application: ApplicationManifests,
  search: Search,
): VersionPlace[] {
  const { file } = manifest;
  const { applicationSet } = application;
  const spec = applicationSet ? ['spec', 'template', 'spec'] : ['spec'];
  const sources = nodeAt(yaml, [...spec, 'sources']) as
    | { items?: unknown[] }
    | undefined;
  const roots: Path[] = sources?.items?.map((_, index) => [
    ...spec,
    'sources',
    index,
  ]) ?? [[...spec, 'source']];
  const places = roots.flatMap(root => [
    ...revisionAt(yaml, root),
    ...overridesIn(yaml, file, root, application),
    ...inValues(yaml, file, root, { application, search }),
  ]);
  const fixed = places.filter(
    ({ current }) => !JSON.stringify(current).includes('{{'),
  );
  if (fixed.length === 0) search.missed(`a version in ${file}`);
  // What generates Applications of several services has their versions in common
  const isShared =
    applicationSet &&
    !isForService(
      JSON.stringify([applicationSet.name, templateOf(applicationSet)]),
      application,
      search,
    );
  return fixed.map(place => ({
    ...manifest,
    ...place,
    locator: ownManifest.name,
    ...(isShared ? { isShared } : {}),
  }));
}

function templateOf({ spec }: { spec: unknown }): unknown {
  return (spec as { template?: unknown }).template;
}

/** Whether the template of an ApplicationSet has a version that no generator gives. */
function hasFixedVersion(
  spec: unknown,
  application: ApplicationManifests,
  search: Search,
): boolean {
  const manifest = {
    repository: '',
    ref: '',
    file: '',
    document: 0,
    yaml: new Document({ spec }),
  };
  const quiet = { ...search, missed() {} };
  const lines = (JSON.stringify(templateOf({ spec })) ?? '').replaceAll(
    '\\n',
    '\n',
  );
  return (
    placesIn(manifest, application, quiet).length > 0 ||
    // In values that are a text
    /(image|tag)[\\"']*: *[\\"']*\w/i.test(lines)
  );
}

function revisionAt(
  yaml: Parameters<typeof scalarIn>[0],
  root: Path,
): Pick<VersionPlace, 'path' | 'current' | 'scalars'>[] {
  const path = [...root, 'targetRevision'];
  const revision = scalarIn(yaml, path);
  if (!isVersion(revision)) return [];
  const source = nameOfSource({
    repoURL: scalarIn(yaml, [...root, 'repoURL']) ?? '',
    chart: scalarIn(yaml, [...root, 'chart']),
  });
  return [
    {
      path: written(path),
      current: { kind: 'revision', revision, source },
      scalars: { revision: path },
    },
  ];
}

/**
 * Images in `helm.values`, which is a block of text. Argo CD leaves it out beside `valuesObject`.
 */
function inValues(
  yaml: Document,
  file: string,
  root: Path,
  {
    application,
    search,
  }: { application: ApplicationManifests; search: Search },
): Pick<VersionPlace, 'path' | 'current' | 'scalars' | 'block'>[] {
  const path = [...root, 'helm', 'values'];
  const values = scalarIn(yaml, path) ?? '';
  const hasObject = nodeAt(yaml, [...root, 'helm', 'valuesObject']);
  if (hasObject || !/image|tag:/i.test(values)) return [];
  const where = `${written(path)} in ${file}`;
  try {
    const [inner] = readBlock(yaml, path, file) ?? [];
    if (!inner)
      search.missed(
        `${where}, which is not a block of text that begins with |`,
      );
    return imageValues(valueOf(inner, where)).flatMap(image => {
      const place = imagePlace(inner, withName(image, {}, application));
      return place
        ? {
            ...place,
            path: `${written(path)}: ${place.path}`,
            block: { path, document: 0 },
          }
        : [];
    });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    search.missed(error.message);
    return [];
  }
}
