import { isVersion } from '../isVersion';
import type { Locator, Search } from '../Locator';
import { readDocuments, readScalar, valueOf } from '../readDocuments';
import { fits } from '../template';
import { TemplatedVersion, templatedVersions } from '../templatedVersions';
import {
  ApplicationManifests,
  Path,
  VersionPlace,
  written,
} from '../VersionPlace';
import { deployedManifest } from './deployedManifest';
import { generatorFiles } from './generatorFiles';
import { whereReadable } from './whereReadable';

interface SetGenerator {
  git?: {
    repoURL?: string;
    revision?: string;
    files?: { path?: string; exclude?: boolean }[];
  };
  list?: { elements?: unknown[] };
  matrix?: { generators?: SetGenerator[] };
  merge?: { generators?: SetGenerator[] };
}

interface Template {
  metadata?: { name?: string; labels?: Record<string, string> };
  spec?: { source?: { path?: string }; sources?: { path?: string }[] };
}

/** Values of a generator, where they are written. */
interface Parameters {
  values: unknown;
  text: string;
  place: { repository: string; ref: string; file: string; document: number };
  /** What stands before a field */
  path: Path;
}

/** A version that an ApplicationSet takes from its generator: a file in Git, or an element of a list in its own manifest. */
export const applicationSetPlaces: Locator = {
  name: 'ApplicationSet',
  async find(application, search) {
    const { applicationSet, name } = application;
    if (!applicationSet) return [];
    const { template, generators = [] } = applicationSet.spec as {
      template?: Template;
      generators?: SetGenerator[];
    };
    const versions = templatedVersions(template);
    if (versions.length === 0) return [];
    const sure: VersionPlace[][] = [];
    const likely = new Map<string, VersionPlace[]>();
    for (const generator of generators.flatMap(leaves))
      for await (const one of parametersOf(generator, application, search)) {
        const fit = fitOf(application, template ?? {}, one.values);
        const places = versions.flatMap(version => placeOf(one, version));
        if (fit === 'no' || places.length === 0) continue;
        if (fit === 'perhaps') likely.set(nameOf(places[0]), places);
        if (fit === 'surely') sure.push(places);
        // A generator makes a name once, so that the rest of the files needn't be read
        if (fit === 'surely' && generator.git) break;
      }
    // Of a merge, the later generator wins
    const found =
      sure.at(-1) ?? (likely.size === 1 ? [...likely.values()][0] : []);
    if (found.length > 0) return found;
    const fields = versions.map(({ field }) => written(field)).join(', ');
    search.missed(
      likely.size > 1
        ? `${fields} of ${name}, which may be ${[...likely.keys()].join(
            ' or ',
          )}`
        : `${fields} in what ApplicationSet ${applicationSet.name} generates ${name} from`,
    );
    return found;
  },
};

function nameOf({ path, file }: VersionPlace): string {
  return `${path} in ${file}`;
}

/** Whether an Application can be what a template makes of values. Those of a matrix lack some, so the labels and folders have their say. */
function fitOf(
  { name, labels, sources }: ApplicationManifests,
  { metadata, spec }: Template,
  values: unknown,
): 'surely' | 'perhaps' | 'no' {
  const byName = fits(name, metadata?.name ?? '', values);
  if (byName !== 'perhaps') return byName;
  const paths = (spec?.sources ?? [spec?.source ?? {}]).map(one => one.path);
  const others = [
    ...Object.entries(metadata?.labels ?? {}).map(([key, template]) =>
      fits(labels[key] ?? '', template, values),
    ),
    ...paths.flatMap((template, index) =>
      template === undefined
        ? []
        : fits(sources[index]?.path ?? '', template, values),
    ),
  ];
  return others.includes('no') ? 'no' : 'perhaps';
}

async function* parametersOf(
  { git, list }: SetGenerator,
  application: ApplicationManifests,
  search: Search,
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
          : ofFile(text, { repository, ref, file });
      });
      yield* found ?? [];
    }
  }
  if (list?.elements?.length) yield* inManifest(application, search);
}

/** One object, or a list of them, each of which makes an Application. */
function ofFile(
  text: string,
  at: Omit<Parameters['place'], 'document'>,
): Parameters[] {
  const value = valueOf(readDocuments(text, at.file)[0], at.file);
  const of = (one: unknown, path: Path): Parameters => ({
    values: withPath(one, at.file),
    text,
    place: { ...at, document: 0 },
    path,
  });
  return Array.isArray(value)
    ? value.map((one, index) => of(one, [index]))
    : [of(value, [])];
}

/** Elements stand in the ApplicationSet's own manifest, in Git where an Application deploys it. */
async function* inManifest(
  { applicationSet, parent }: ApplicationManifests,
  search: Search,
): AsyncGenerator<Parameters> {
  const { name } = applicationSet!;
  if (!parent) {
    search.missed(
      `the element of ApplicationSet ${name} in Git (no Application deploys its manifest)`,
    );
    return;
  }
  const own = { kind: 'ApplicationSet', name };
  const manifest = await deployedManifest(own, parent.sources, search);
  if (!manifest) return;
  const { text, ...place } = manifest;
  const { file, document } = place;
  const { spec } = valueOf(readDocuments(text, file)[document], file) as {
    spec?: { generators?: unknown };
  };
  for (const { path, element } of elementsIn(spec?.generators, [
    'spec',
    'generators',
  ]))
    yield { values: element, text, place, path };
}

/** Elements of lists at any depth of generators. */
function elementsIn(
  value: unknown,
  path: Path,
): { path: Path; element: unknown }[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const at = [...path, Array.isArray(value) ? Number(key) : key];
    return path.at(-1) === 'elements'
      ? [{ path: at, element: item }]
      : elementsIn(item, at);
  });
}

function placeOf(
  { values, text, place, path }: Parameters,
  { field, versionOf }: TemplatedVersion,
): VersionPlace[] {
  const { file, document } = place;
  const at = [...path, ...field];
  const value = readScalar(text, { file, document, path: at });
  const current = value === undefined ? undefined : versionOf(value, values);
  if (!current) return [];
  if (current.kind === 'revision' && !isVersion(current.revision)) return [];
  return [
    {
      ...place,
      path: written(at),
      locator: applicationSetPlaces.name,
      current,
      scalars: { [scalarOf(current)]: at },
    },
  ];
}

function scalarOf(current: VersionPlace['current']) {
  if (current.kind === 'revision') return 'revision';
  return current.tag === undefined ? 'digest' : 'tag';
}

/** Generators within others count as themselves. */
function leaves(generator: SetGenerator): SetGenerator[] {
  const inner = [
    ...(generator.matrix?.generators ?? []),
    ...(generator.merge?.generators ?? []),
  ];
  return inner.length > 0 ? inner.flatMap(leaves) : [generator];
}

/** What the git generator adds to a file's own values, in both notations. */
function withPath(values: unknown, file: string): unknown {
  const segments = file.split('/').slice(0, -1);
  const basename = segments.at(-1) ?? '';
  const filename = file.split('/').at(-1) ?? '';
  return {
    ...(typeof values === 'object' ? values : {}),
    path: {
      path: segments.join('/'),
      basename,
      basenameNormalized: normalized(basename),
      filename,
      filenameNormalized: normalized(filename),
      segments,
      ...segments,
    },
  };
}

function normalized(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9.-]/g, '-');
}
