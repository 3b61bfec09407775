import { isRange } from '../isVersion';
import type { Locator, Search } from '../Locator';
import { readDocuments, scalarIn, valueOf } from '../readDocuments';
import { inRepository } from '../repositoryPaths';
import {
  ManifestSource,
  nameOfSource,
  Path,
  VersionPlace,
  written,
} from '../VersionPlace';
import { kustomizationsOf } from './kustomizations';

/** Versions of charts that a chart depends on, or that a kustomization renders. */
export const chartVersions: Locator = {
  name: 'chart versions',
  async find({ sources }, search) {
    const found = await Promise.all(
      sources.map(async source => [
        ...(await dependenciesOf(source, search)),
        ...(await helmChartsOf(source, search)),
      ]),
    );
    return found.flat();
  },
};

/** `dependencies` in the `Chart.yaml` of a source: an umbrella has one for each environment. */
async function dependenciesOf(
  { repoURL, targetRevision: ref = '', path, chart, type }: ManifestSource,
  search: Search,
): Promise<VersionPlace[]> {
  const isChart = !chart && path !== undefined;
  if (!isChart || (type !== undefined && type !== 'Helm')) return [];
  const files = search.files(repoURL, ref);
  const file = inRepository(path, 'Chart.yaml');
  const text = await files.read(file);
  if (text === undefined) return [];
  tellOfAppVersion(text, file, search);
  const places = chartsIn(text, file, 'dependencies', 'repository', search).map(
    place => ({ ...place, repository: repoURL, ref }),
  );
  const lock = inRepository(path, 'Chart.lock');
  if (places.length === 0 || (await files.read(lock)) === undefined)
    return places;
  return places.map(place => ({
    ...place,
    refusal: `beside which ${lock} fixes the version: it has to be made again by helm dependency update`,
  }));
}

/** It is no place to be edited: every environment has the same chart. */
function tellOfAppVersion(text: string, file: string, search: Search): void {
  for (const yaml of readDocuments(text, file))
    if (scalarIn(yaml, ['appVersion']))
      search.missed(
        `appVersion in ${file}, which everything shares that deploys this chart: a values file of each environment has to name the version`,
      );
}

/** `helmCharts` of a kustomization. */
async function helmChartsOf(
  source: ManifestSource,
  search: Search,
): Promise<VersionPlace[]> {
  const { targetRevision: ref = '', repoURL: repository } = source;
  const kustomizations = await kustomizationsOf(source, {
    ...search,
    missed: () => {},
  });
  const files = new Map(kustomizations.map(one => [one.file, one.isShared]));
  const found = [...files].map(async ([file, isShared]) => {
    const text = (await search.files(repository, ref).read(file)) ?? '';
    return chartsIn(text, file, 'helmCharts', 'repo', search).map(place => ({
      ...place,
      repository,
      ref,
      ...(isShared ? { isShared } : {}),
    }));
  });
  return (await Promise.all(found)).flat();
}

function chartsIn(
  text: string,
  file: string,
  list: 'dependencies' | 'helmCharts',
  address: 'repository' | 'repo',
  search: Search,
): Omit<VersionPlace, 'repository' | 'ref'>[] {
  return readDocuments(text, file).flatMap((yaml, document) => {
    const charts = (valueOf(yaml, file) as Record<string, unknown> | null)?.[
      list
    ];
    if (!Array.isArray(charts)) return [];
    return charts.flatMap((chart, index) => {
      const path: Path = [list, index, 'version'];
      const revision = scalarIn(yaml, path);
      const {
        name,
        alias,
        [address]: repoURL,
      } = (chart ?? {}) as Record<string, unknown>;
      // A chart in the same repository has no version of its own
      if (revision === undefined || /^file:/.test(String(repoURL))) return [];
      if (isRange(revision)) {
        search.missed(
          `${written(
            path,
          )} in ${file}, which is the range ${revision}: the newest version in it is deployed without a promotion`,
        );
        return [];
      }
      return {
        file,
        document,
        path: written(path),
        locator: chartVersions.name,
        current: {
          kind: 'revision' as const,
          revision,
          source: nameOfSource({
            repoURL: typeof repoURL === 'string' ? repoURL : '',
            // One chart may be there several times, each with its own version
            chart: alias ? `${name} (${alias})` : String(name),
          }),
        },
        scalars: { revision: path },
      };
    });
  });
}
