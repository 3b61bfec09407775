import type { Document } from 'yaml';
import type { Search } from '../Locator';
import { readDocuments, valueOf } from '../readDocuments';
import type { ApplicationManifests, Path } from '../VersionPlace';
import { deployedManifest } from './deployedManifest';
import { generatorFiles } from './generatorFiles';
import { whereReadable } from './whereReadable';

/** Of an ApplicationSet, as far as it is read here. */
export interface SetGenerator {
  git?: {
    repoURL?: string;
    revision?: string;
    files?: { path?: string; exclude?: boolean }[];
    pathParamPrefix?: string;
    values?: Record<string, string>;
  };
  clusters?: { values?: Record<string, string> };
  list?: { elements?: unknown[]; elementsYaml?: string };
  matrix?: { generators?: SetGenerator[] };
  merge?: { generators?: SetGenerator[] };
}

/** Values of a generator, where they are written. */
export interface Parameters {
  values: unknown;
  /** The document that they stand in */
  yaml: Document | undefined;
  place: { repository: string; ref: string; file: string; document: number };
  /** What stands before a field */
  path: Path;
}

/** Generators within others count as themselves. An empty entry is none. */
export function leaves(
  generator: SetGenerator | null | undefined,
): SetGenerator[] {
  if (!generator) return [];
  const inner = [
    ...(generator.matrix?.generators ?? []),
    ...(generator.merge?.generators ?? []),
  ];
  return inner.length > 0 ? inner.flatMap(leaves) : [generator];
}

/** Whether a generator has values that stand in the ApplicationSet's own manifest. */
export function isInManifest({ git, list, clusters }: SetGenerator): boolean {
  return Boolean(list?.elements?.length || clusters?.values || git?.values);
}

/**
 * Of each Application that a generator makes, as far as they are written in Git.
 *
 * @param options - `withManifest` adds the values of all generators that have theirs in the
 *   manifest
 */
export async function* parametersOf(
  { git, list }: SetGenerator,
  application: ApplicationManifests,
  { search, withManifest }: { search: Search; withManifest: boolean },
): AsyncGenerator<Parameters> {
  if (git?.files?.length) {
    const { repoURL: repository = '', revision: ref = '' } = git;
    const files = search.files(repository, ref);
    for await (const file of generatorFiles(
      git.files,
      application.sources,
      files,
    )) {
      const found = await whereReadable(search, async () => {
        const text = await files.read(file);
        return text === undefined
          ? []
          : ofFile(text, { repository, ref, file }, git);
      });
      yield* found ?? [];
    }
  }
  if (list?.elementsYaml)
    search.missed(
      `the elements of ApplicationSet ${
        application.applicationSet!.name
      }, which a template makes (elementsYaml)`,
    );
  if (withManifest) yield* inManifest(application, search);
}

/** One object, or a list of them, each of which makes an Application. */
function ofFile(
  text: string,
  at: Omit<Parameters['place'], 'document'>,
  { pathParamPrefix, values }: NonNullable<SetGenerator['git']>,
): Parameters[] {
  const [yaml] = readDocuments(text, at.file);
  const value = valueOf(yaml, at.file);
  const of = (one: unknown, path: Path): Parameters => ({
    values: {
      ...withPath(one, at.file, pathParamPrefix),
      ...(values ? { values } : {}),
    },
    yaml,
    place: { ...at, document: 0 },
    path,
  });
  return Array.isArray(value)
    ? value.map((one, index) => of(one, [index]))
    : [of(value, [])];
}

/**
 * Elements of lists, and the values of generators for clusters and Git, stand in the
 * ApplicationSet's own manifest, in Git where an Application deploys it.
 */
async function* inManifest(
  { applicationSet, parent, namespace }: ApplicationManifests,
  search: Search,
): AsyncGenerator<Parameters> {
  const { name } = applicationSet!;
  if (!parent) {
    search.missed(
      `the element of ApplicationSet ${name} in Git (no Application deploys its manifest)`,
    );
    return;
  }
  const own = { kind: 'ApplicationSet', name, namespace };
  const manifest = await deployedManifest(own, parent.sources, search);
  if (!manifest) return;
  const { yaml, ...place } = manifest;
  const { spec } = valueOf(yaml, place.file) as {
    spec?: { generators?: unknown };
  };
  for (const { path, element } of elementsIn(spec?.generators, [
    'spec',
    'generators',
  ]))
    yield { values: element, yaml, place, path };
}

/** Elements of lists, and generators with values, at any depth of generators. */
function elementsIn(
  value: unknown,
  path: Path,
): { path: Path; element: unknown }[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const at = [...path, Array.isArray(value) ? Number(key) : key];
    if (path.at(-1) === 'elements') return [{ path: at, element: item }];
    const hasValues = /^(clusters|git)$/.test(key) && item?.values;
    return hasValues
      ? [{ path: at, element: { values: item.values } }]
      : elementsIn(item, at);
  });
}

/** What the git generator adds to a file's own values, in both notations. */
function withPath(
  values: unknown,
  file: string,
  prefix: string | undefined,
): Record<string, unknown> {
  const segments = file.split('/').slice(0, -1);
  const basename = segments.at(-1) ?? '';
  const filename = file.split('/').at(-1) ?? '';
  const path = {
    path: segments.join('/'),
    basename,
    basenameNormalized: normalized(basename),
    filename,
    filenameNormalized: normalized(filename),
    segments,
    ...segments,
  };
  return {
    ...(typeof values === 'object' ? values : {}),
    ...(prefix ? { [prefix]: { path } } : { path }),
  };
}

function normalized(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9.-]/g, '-');
}
