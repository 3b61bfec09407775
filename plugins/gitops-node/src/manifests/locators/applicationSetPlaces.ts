import { Minimatch } from 'minimatch';
import type { Locator, Search } from '../Locator';
import { inRepository } from '../repositoryPaths';
import { readDocuments, readScalar } from '../readDocuments';
import { render } from '../template';
import { TemplatedVersion, templatedVersions } from '../templatedVersions';
import {
  ApplicationManifests,
  Path,
  VersionPlace,
  written,
} from '../VersionPlace';

/** Generator files that are read at most, in search of the one. */
const MAX_FILES = 2_000;

interface Generator {
  git?: {
    repoURL?: string;
    revision?: string;
    files?: { path?: string; exclude?: boolean }[];
  };
  list?: { elements?: unknown[] };
  matrix?: { generators?: Generator[] };
  merge?: { generators?: Generator[] };
}

/** A version that an ApplicationSet takes from its generator: a file in Git, or an element of a list in its own manifest. */
export const applicationSetPlaces: Locator = {
  name: 'ApplicationSet',
  async find(application, search) {
    const { applicationSet } = application;
    if (!applicationSet) return [];
    const { template, generators = [] } = applicationSet.spec as {
      template?: { metadata?: { name?: string } };
      generators?: Generator[];
    };
    const versions = templatedVersions(template);
    if (versions.length === 0) return [];
    const isOwn = (values: unknown) =>
      render(template?.metadata?.name ?? '', values) === application.name;
    const places = [
      ...(await inFiles(application, generators, { versions, isOwn, search })),
      ...(await inElements(application, { versions, isOwn, search })),
    ];
    if (places.length === 0)
      search.missed(
        `${versions
          .map(({ field }) => written(field))
          .join(', ')} in what ApplicationSet ${
          applicationSet.name
        } generates ${application.name} from`,
      );
    return places;
  },
};

interface Wanted {
  versions: readonly TemplatedVersion[];
  /** Whether the generator's values are those of the Application */
  isOwn(values: unknown): boolean;
  search: Search;
}

async function inFiles(
  application: ApplicationManifests,
  generators: readonly Generator[],
  { versions, isOwn, search }: Wanted,
): Promise<VersionPlace[]> {
  for (const { git } of generators.flatMap(leaves)) {
    const { repoURL = '', revision = '', files: patterns = [] } = git ?? {};
    if (patterns.length === 0) continue;
    const files = search.files(repoURL, revision);
    for (const file of await candidates(application, patterns, files)) {
      const text = await files.read(file);
      if (text === undefined) continue;
      const [document] = readDocuments(text, file);
      const values = document?.toJS({ maxAliasCount: -1 });
      if (!isOwn(withPath(values, file))) continue;
      return versions.flatMap(version =>
        placeOf(text, file, 0, version.field, version, {
          repository: repoURL,
          ref: revision,
        }),
      );
    }
  }
  return [];
}

/** What files may be the one: usually it lies beside the manifests, so that is looked at first. */
async function candidates(
  { sources }: ApplicationManifests,
  patterns: readonly { path?: string; exclude?: boolean }[],
  files: ReturnType<Search['files']>,
): Promise<string[]> {
  const globs = patterns.filter(one => !one.exclude).map(one => one.path ?? '');
  const excluded = patterns
    .filter(one => one.exclude)
    .map(one => new Minimatch(one.path ?? ''));
  const near = sources.flatMap(({ path }) =>
    path === undefined
      ? []
      : globs.map(glob => inRepository(path, glob.split('/').at(-1) ?? '')),
  );
  const found = new Set(
    near.filter(file => globs.some(glob => new Minimatch(glob).match(file))),
  );
  for (const glob of globs)
    for (const file of await expand(glob, files)) found.add(file);
  return [...found]
    .filter(file => !excluded.some(one => one.match(file)))
    .slice(0, MAX_FILES);
}

/** Files that a pattern fits, folder by folder. */
async function expand(
  glob: string,
  files: ReturnType<Search['files']>,
): Promise<string[]> {
  const walk = async (
    directory: string,
    parts: readonly string[],
  ): Promise<string[]> => {
    const [part, ...rest] = parts;
    if (part === undefined) return [];
    const entries = await files.list(directory);
    if (part === '**') {
      const below = entries.filter(one => one.kind === 'directory');
      return (
        await Promise.all([
          walk(directory, rest),
          ...below.map(one => walk(one.path, parts)),
        ])
      ).flat();
    }
    const fits = new Minimatch(part);
    const matching = entries.filter(one => fits.match(one.name));
    if (rest.length === 0)
      return matching.filter(one => one.kind === 'file').map(one => one.path);
    return (
      await Promise.all(
        matching
          .filter(one => one.kind === 'directory')
          .map(one => walk(one.path, rest)),
      )
    ).flat();
  };
  return walk('', glob.split('/').filter(Boolean));
}

/** Elements stand in the ApplicationSet's own manifest, in Git where an Application deploys it. */
async function inElements(
  { applicationSet, parent }: ApplicationManifests,
  { versions, isOwn, search }: Wanted,
): Promise<VersionPlace[]> {
  const { generators = [] } = applicationSet!.spec as {
    generators?: Generator[];
  };
  const hasOwn = generators
    .flatMap(leaves)
    .some(({ list }) => (list?.elements ?? []).some(isOwn));
  if (!hasOwn) return [];
  for (const source of parent?.sources ?? []) {
    const { repoURL, targetRevision: ref = '', path = '' } = source;
    const files = search.files(repoURL, ref);
    for (const entry of await files.list(path)) {
      if (entry.kind !== 'file' || !/\.(ya?ml|json)$/.test(entry.name))
        continue;
      const text = await files.read(entry.path);
      if (!text?.includes(applicationSet!.name)) continue;
      const documents = readDocuments(text, entry.path);
      const document = documents.findIndex(
        one =>
          one.get('kind') === 'ApplicationSet' &&
          one.getIn(['metadata', 'name']) === applicationSet!.name,
      );
      if (document === -1) continue;
      const value = documents[document].toJS({ maxAliasCount: -1 });
      const element = elementPath(value.spec?.generators, isOwn, [
        'spec',
        'generators',
      ]);
      if (!element) continue;
      return versions.flatMap(version =>
        placeOf(
          text,
          entry.path,
          document,
          [...element, ...version.field],
          version,
          {
            repository: repoURL,
            ref,
          },
        ),
      );
    }
  }
  search.missed(
    `the element of ApplicationSet ${
      applicationSet!.name
    } in Git (no Application deploys its manifest)`,
  );
  return [];
}

/** The path of the element that is the Application's own, at any depth of generators. */
function elementPath(
  value: unknown,
  isOwn: (values: unknown) => boolean,
  path: Path,
): Path | undefined {
  if (Array.isArray(value)) {
    const isElements = path.at(-1) === 'elements';
    for (const [index, item] of value.entries()) {
      if (isElements && isOwn(item)) return [...path, index];
      const below = elementPath(item, isOwn, [...path, index]);
      if (below) return below;
    }
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, item] of Object.entries(value)) {
    const below = elementPath(item, isOwn, [...path, key]);
    if (below) return below;
  }
  return undefined;
}

function placeOf(
  text: string,
  file: string,
  document: number,
  path: Path,
  { versionOf }: TemplatedVersion,
  where: { repository: string; ref: string },
): VersionPlace[] {
  const value = readScalar(text, { file, document, path });
  if (value === undefined) return [];
  const current = versionOf(value);
  return [
    {
      ...where,
      file,
      document,
      path: written(path),
      locator: applicationSetPlaces.name,
      current,
      scalars: { [fieldOf(current)]: path },
    },
  ];
}

function fieldOf(current: VersionPlace['current']) {
  if (current.kind === 'revision') return 'revision';
  return current.digest === undefined ? 'tag' : 'digest';
}

/** Generators within others count as themselves. */
function leaves(generator: Generator): Generator[] {
  const inner = [
    ...(generator.matrix?.generators ?? []),
    ...(generator.merge?.generators ?? []),
  ];
  return inner.length > 0 ? inner.flatMap(leaves) : [generator];
}

/** What the git generator adds to a file's own values. */
function withPath(values: unknown, file: string): unknown {
  const segments = file.split('/').slice(0, -1);
  return {
    ...(typeof values === 'object' ? values : {}),
    path: {
      path: segments.join('/'),
      basename: segments.at(-1) ?? '',
      filename: file.split('/').at(-1),
      segments,
    },
  };
}
