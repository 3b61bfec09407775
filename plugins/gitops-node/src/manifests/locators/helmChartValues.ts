import type { Document } from 'yaml';
import type { Locator, Search } from '../Locator';
import { readDocuments, valueOf } from '../readDocuments';
import {
  ApplicationManifests,
  Path,
  VersionPlace,
  written,
} from '../VersionPlace';
import { imageAfter } from './imageChanges';
import { imagePlace, imageValues, pathOf, withName } from './imageValues';
import {
  changesOf,
  isBelow,
  Kustomization,
  kustomizationsOf,
  within,
} from './kustomizations';
import { isMap, mergeValues, valueAt } from './values';

/** Values that a kustomization gives to a chart: a file, or a part of the kustomization. */
interface ChartValues {
  readonly file: string;
  readonly document: number;
  readonly yaml: Document | undefined;
  /** Where they stand in the document */
  readonly root: Path;
  readonly values: unknown;
}

/** Images in the values of charts that a kustomization renders. */
export const helmChartValues: Locator = {
  name: 'values of helmCharts',
  async find(application, search) {
    const quiet: Search = { ...search, missed() {} };
    const found = application.sources.map(async source => {
      const all = await kustomizationsOf(source, quiet);
      const places = all.map(one => placesIn(one, application, search));
      return (await Promise.all(places)).flat();
    });
    return (await Promise.all(found)).flat();
  },
};

async function placesIn(
  kustomization: Kustomization,
  application: ApplicationManifests,
  search: Search,
): Promise<VersionPlace[]> {
  const { repository, ref, folder, content, isShared } = kustomization;
  const charts = Array.isArray(content.helmCharts) ? content.helmCharts : [];
  const changes = changesOf(kustomization);
  const found = charts.filter(isMap).map(async (chart, index) => {
    const given = await valuesOf(chart, index, kustomization, search);
    const merged = given.reduce<unknown>(
      (values, one) => mergeValues(values, one.values),
      {},
    );
    return imageValues(merged).flatMap(image => {
      const path = pathOf(image);
      const last = given.findLast(
        one => (valueAt(one.values, path) ?? undefined) !== undefined,
      );
      const name = { chart: String(chart.name) };
      const named = withName(image, name, application);
      const place = last && imagePlace(last.yaml, named, last.root);
      if (!place) {
        search.missed(
          `${written(path)} in the values of ${
            name.chart
          }, where it stands behind an alias`,
        );
        return [];
      }
      // Images are replaced last
      const isReplaced =
        imageAfter(named.repository ?? '', changes) === undefined;
      if (isReplaced) return [];
      const { file, document } = last;
      return {
        ...place,
        repository,
        ref,
        file,
        document,
        locator: helmChartValues.name,
        ...(isShared || !isBelow(file, folder) ? { isShared: true } : {}),
      };
    });
  });
  return (await Promise.all(found)).flat();
}

/** In the order in which the later ones win. */
async function valuesOf(
  {
    valuesFile,
    additionalValuesFiles,
    valuesInline,
    valuesMerge,
  }: Record<string, unknown>,
  index: number,
  { repository, ref, folder, file, document, yaml }: Kustomization,
  search: Search,
): Promise<ChartValues[]> {
  const inline = {
    file,
    document,
    yaml,
    root: ['helmCharts', index, 'valuesInline'],
    values: valuesInline ?? {},
  };
  const read = (names: unknown) =>
    Promise.all(
      [names]
        .flat()
        .flatMap(name => (typeof name === 'string' ? within(folder, name) : []))
        .map(async path => {
          const text = await search.files(repository, ref).read(path);
          const [parsed] = readDocuments(text ?? '', path);
          const values = valueOf(parsed, path) ?? {};
          return { file: path, document: 0, yaml: parsed, root: [], values };
        }),
    );
  const first = await read(valuesFile);
  const others = await read(additionalValuesFiles);
  if (!valuesInline) return [...first, ...others];
  if (valuesMerge === 'replace') return [inline, ...others];
  return valuesMerge === 'merge'
    ? [inline, ...first, ...others]
    : [...first, inline, ...others];
}
