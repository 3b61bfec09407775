import { parseImageReference } from '../imageReference';
import type { Locator, Search } from '../Locator';
import { inRepository } from '../repositoryPaths';
import { readDocuments, readScalar } from '../readDocuments';
import {
  ApplicationManifests,
  ManifestSource,
  Path,
  VersionPlace,
  written,
} from '../VersionPlace';

/** A file of values, as Helm takes it. */
interface ValueFile {
  repository: string;
  ref: string;
  file: string;
  text: string;
  /** The chart's own, which every environment shares */
  isShared: boolean;
}

/** Where an image stands among all values. */
interface ImageValue {
  path: Path;
  kind: 'parts' | 'reference';
  repository: string;
}

/** Images in the value files of a Helm source, at any depth: `{repository, tag}`, `{registry, repository, tag}` or a whole reference. The last file that has one wins, as in Helm. */
export const helmValues: Locator = {
  name: 'Helm values',
  async find(application, search) {
    const found = await Promise.all(
      application.sources
        .filter(
          ({ helm, chart, path }) =>
            helm !== undefined || chart !== undefined || path !== undefined,
        )
        .map(source => placesOf(source, application, search)),
    );
    return found.flat();
  },
};

async function placesOf(
  source: ManifestSource,
  application: ApplicationManifests,
  search: Search,
): Promise<VersionPlace[]> {
  const files = await valueFilesOf(source, application, search);
  if (files.length === 0) return [];
  const merged = files.reduce<unknown>(
    (values, { text, file }) => merge(values, valuesIn(text, file)),
    {},
  );
  const overridden = new Set(
    (source.helm?.parameters ?? []).map(({ name }) => name),
  );
  return imagesIn(merged).flatMap(image => {
    const tagPath =
      image.kind === 'parts' ? [...image.path, 'tag'] : image.path;
    if (overridden.has(written(tagPath))) {
      search.missed(
        `${written(
          tagPath,
        )}, which a Helm parameter of the Application overrides`,
      );
      return [];
    }
    const last = files.findLast(
      ({ text, file }) =>
        readScalar(text, { file, path: tagPath }) !== undefined,
    );
    if (!last) return [];
    if (last.isShared) {
      search.missed(
        `${written(tagPath)} in ${files
          .filter(one => !one.isShared)
          .map(one => one.file)
          .join(', ')} (${last.file} has it, which other environments share)`,
      );
      return [];
    }
    const value = readScalar(last.text, { file: last.file, path: tagPath })!;
    const parts =
      image.kind === 'parts'
        ? { ...parseImageReference(`x:${value}`), repository: image.repository }
        : parseImageReference(value);
    return [
      {
        repository: last.repository,
        ref: last.ref,
        file: last.file,
        document: 0,
        path: written(tagPath),
        locator: helmValues.name,
        current: { kind: 'image' as const, ...parts },
        scalars:
          image.kind === 'parts' ? { tag: tagPath } : { reference: tagPath },
      },
    ];
  });
}

/** In the order in which Helm reads them: the chart's own first, the later ones win. */
async function valueFilesOf(
  { repoURL, targetRevision = '', path, chart, helm }: ManifestSource,
  { sources }: ApplicationManifests,
  search: Search,
): Promise<ValueFile[]> {
  const named = helm?.valueFiles ?? [];
  const places = named.map(name => {
    const other = /^\$([^/]+)\/(.+)$/.exec(name);
    const from = other && sources.find(({ ref }) => ref === other[1]);
    if (other)
      return (
        from && {
          repository: from.repoURL,
          ref: from.targetRevision ?? '',
          file: inRepository(other[2]),
        }
      );
    // A chart from a registry has no files that could be edited
    if (chart || /^[a-z]+:\/\//i.test(name)) return undefined;
    return {
      repository: repoURL,
      ref: targetRevision,
      file: name.startsWith('/')
        ? inRepository(name.slice(1))
        : inRepository(path ?? '', name),
    };
  });
  const own =
    chart || path === undefined
      ? []
      : [
          {
            repository: repoURL,
            ref: targetRevision,
            file: inRepository(path, 'values.yaml'),
          },
        ];
  const isChart =
    named.length > 0 ||
    (own.length > 0 &&
      (await search
        .files(repoURL, targetRevision)
        .read(inRepository(path ?? '', 'Chart.yaml'))) !== undefined);
  if (!isChart) return [];
  const all = [
    ...own.map(one => ({ ...one, isShared: true })),
    ...places.flatMap(one => (one ? [{ ...one, isShared: false }] : [])),
  ];
  const read = await Promise.all(
    all.map(async one => ({
      ...one,
      text: await search.files(one.repository, one.ref).read(one.file),
    })),
  );
  return read.flatMap(({ text, ...one }) => {
    if (text !== undefined) return [{ ...one, text }];
    if (!one.isShared) search.missed(`image.tag in ${one.file}`);
    return [];
  });
}

function valuesIn(text: string, file: string): unknown {
  return readDocuments(text, file)[0]?.toJS({ maxAliasCount: -1 }) ?? {};
}

/** Helm merges maps and replaces all else. */
function merge(a: unknown, b: unknown): unknown {
  if (!isMap(a) || !isMap(b)) return b ?? a;
  const merged = { ...a };
  for (const [key, value] of Object.entries(b))
    merged[key] = key in merged ? merge(merged[key], value) : value;
  return merged;
}

function imagesIn(value: unknown, path: Path = []): ImageValue[] {
  if (Array.isArray(value))
    return value.flatMap((item, index) => imagesIn(item, [...path, index]));
  if (!isMap(value)) return [];
  const { registry, repository, tag } = value;
  if (typeof repository === 'string' && tag !== undefined && !isMap(tag)) {
    const prefix =
      typeof registry === 'string' && registry ? `${registry}/` : '';
    return [{ path, kind: 'parts', repository: `${prefix}${repository}` }];
  }
  return Object.entries(value).flatMap(([key, item]) => {
    const at = [...path, key];
    if (typeof item !== 'string' || !/image$/i.test(key))
      return imagesIn(item, at);
    const { repository: name, tag: own, digest } = parseImageReference(item);
    return own || digest
      ? [{ path: at, kind: 'reference', repository: name }]
      : [];
  });
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
