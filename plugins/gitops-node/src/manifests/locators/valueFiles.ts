import type { Document } from 'yaml';
import type { Search } from '../Locator';
import { readDocuments, valueOf } from '../readDocuments';
import { inRepository } from '../repositoryPaths';
import {
  ApplicationManifests,
  ManifestSource,
  Path,
  written,
} from '../VersionPlace';
import { expand } from './generatorFiles';
import { mergeValues, valueAt } from './values';

/** A file of values, as Helm takes it. */
export interface ValueFile {
  repository: string;
  ref: string;
  file: string;
  document: Document | undefined;
  values: unknown;
  /** The chart's own, which every environment shares */
  isShared: boolean;
}

type Address = Pick<ValueFile, 'repository' | 'ref' | 'file'>;

/**
 * Those of a Helm source in the order in which Helm reads them: the chart's own first, the later
 * ones win. None where the source is no chart.
 */
export async function valueFiles(
  source: ManifestSource,
  application: ApplicationManifests,
  search: Search,
): Promise<ValueFile[]> {
  const { sources } = application;
  const { repoURL: repository, targetRevision: ref = '', path, helm } = source;
  const isInGit = !source.chart && path !== undefined;
  const inChart = (name: string): Address => ({
    repository,
    ref,
    file: inRepository(name.startsWith('/') ? '' : path ?? '', name),
  });
  const addressOf = (name: string): Address[] => {
    const [, called, file] = /^\$([^/]+)\/(.+)$/.exec(name) ?? [];
    const other = sources.find(one => called && one.ref === called);
    if (other)
      return [
        {
          repository: other.repoURL,
          ref: other.targetRevision ?? '',
          file: inRepository(file),
        },
      ];
    if (!called && isInGit && !/^[a-z]+:\/\//i.test(name))
      return [inChart(name)];
    search.missed(`image.tag in ${name}, which is in no Git repository`);
    return [];
  };
  const candidates = (helm?.valueFiles ?? []).map(name =>
    filled(name, application).flatMap(addressOf),
  );
  const named = await existing(candidates, search);
  if (named.length === 0) {
    const isChart =
      isInGit &&
      (source.type === undefined
        ? await search.files(repository, ref).read(inChart('Chart.yaml').file)
        : source.type === 'Helm');
    if (!isChart) return [];
  }
  const own = isInGit ? [inChart('values.yaml')] : [];
  const isOwn = (one: Address) =>
    own.some(({ file }) => file === one.file && one.repository === repository);
  const others = named.filter(one => !isOwn(one));
  // A chart that is nothing but its folder has no other environment that reads it
  const isShared =
    others.length > 0 ||
    helm?.values !== undefined ||
    helm?.valuesObject !== undefined ||
    Boolean(helm?.parameters.length);
  const read = await Promise.all(
    [
      ...own.map(one => ({ ...one, isShared })),
      ...others.map(one => ({ ...one, isShared: false })),
    ].map(async one => ({
      ...one,
      text: await search.files(one.repository, one.ref).read(one.file),
    })),
  );
  return read.flatMap(({ text, ...one }) => {
    if (text !== undefined) {
      const [document] = readDocuments(text, one.file);
      return { ...one, document, values: valueOf(document, one.file) ?? {} };
    }
    search.missed(`image.tag in ${one.file}`);
    return [];
  });
}

/**
 * The file whose value of a path counts; or why its value is not to be edited, as the end of a
 * sentence.
 */
export function decidingFile(
  path: Path,
  files: readonly ValueFile[],
  { helm }: ManifestSource,
): ValueFile | string {
  const inline = mergeValues(
    valuesIn(helm?.values ?? '', `the Application's own values`),
    helm?.valuesObject ?? {},
  );
  if (helm?.parameters.some(({ name }) => name === written(path)))
    return ', which a Helm parameter of the Application overrides';
  if (valueAt(inline, path) !== undefined)
    return `, which the Application's own values override`;
  return (
    files.findLast(
      one => (valueAt(one.values, path) ?? undefined) !== undefined,
    ) ?? ' in no file'
  );
}

/**
 * What Argo CD fills in for its own variable, which is written in either way: the Application's
 * name, with its namespace before it if that is not Argo CD's own.
 */
function filled(
  name: string,
  { namespace, name: application }: ApplicationManifests,
): string[] {
  const variable = /\$(?:ARGOCD_APP_NAME\b|\{ARGOCD_APP_NAME\})/g;
  const names = [application, `${namespace}_${application}`].map(one =>
    name.replace(variable, () => one),
  );
  return [...new Set(names)];
}

/** Of several that may be meant the one that exists; of a pattern the files that match it. */
async function existing(
  named: readonly (readonly Address[])[],
  search: Search,
): Promise<Address[]> {
  const isPattern = ({ file }: Address) => /[*?[]/.test(file);
  // A file that is also named by itself keeps its own position
  const explicit = named
    .flat()
    .flatMap(one => (isPattern(one) ? [] : one.file));
  const found = named.map(async candidates => {
    for (const one of candidates) {
      const files = search.files(one.repository, one.ref);
      if (isPattern(one)) {
        const paths = await expand(one.file.split('/'), files);
        const own = paths.filter(file => !explicit.includes(file)).sort();
        if (own.length === 0)
          search.missed(`image.tag in ${one.file}, which matches no file`);
        return own.map(file => ({ ...one, file }));
      }
      const isOnly = candidates.length === 1;
      if (isOnly || (await files.read(one.file)) !== undefined) return [one];
    }
    return candidates.slice(0, 1);
  });
  return (await Promise.all(found)).flat();
}

export function valuesIn(text: string, file: string): unknown {
  return valueOf(readDocuments(text, file)[0], file) ?? {};
}
