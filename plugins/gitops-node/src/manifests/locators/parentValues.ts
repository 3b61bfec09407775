import { Document } from 'yaml';
import { isVersion } from '../isVersion';
import type { Search } from '../Locator';
import { scalarIn } from '../readDocuments';
import {
  ApplicationManifests,
  ManifestSource,
  nameOfSource,
  Path,
  VersionPlace,
  written,
} from '../VersionPlace';
import { hasName } from './hasName';
import { overridesIn } from './sourceOverrides';
import { decidingFile, valueFiles, valuesIn } from './valueFiles';
import { isMap, mergeValues } from './values';

/** A version that an Application itself gives to its sources. */
interface Given {
  readonly text: string;
  readonly current: VersionPlace['current'];
  readonly scalar: keyof VersionPlace['scalars'];
}

/**
 * Versions of an Application whose manifest a chart makes: App of Apps as a chart. What its
 * templates do is not known, so a value is taken for the version if it is the same, and stands
 * below the Application's name, or the chart that makes it is for the service alone.
 */
export async function parentValues(
  application: ApplicationManifests,
  locator: string,
  search: Search,
): Promise<VersionPlace[]> {
  const { name, sources, parent } = application;
  const charts = sources.map(({ chart = '' }) => chart);
  const found = (parent?.sources ?? []).map(async source => {
    const deploys = { ...application, ...parent };
    const quiet = { ...search, missed() {} };
    const files = await valueFiles(source, deploys, quiet);
    if (files.length === 0) return [];
    const values = files.reduce<unknown>(
      (merged, one) => mergeValues(merged, one.values),
      {},
    );
    return sources
      .flatMap(one => givenBy(one, application))
      .flatMap(({ text, current, scalar }) => {
        const names = [name, search.service, ...charts];
        const where = `${source.path} ${parent?.name}`;
        const isOwn = [search.service, ...charts].some(
          one => one !== '' && hasName(where, one),
        );
        const paths = pathsOf(text, values, names, isOwn);
        const [path, ...others] = paths;
        const file =
          path && others.length === 0
            ? decidingFile(path, files, source)
            : undefined;
        if (typeof file === 'object')
          return {
            repository: file.repository,
            ref: file.ref,
            file: file.file,
            document: 0,
            path: written(path),
            locator,
            current,
            scalars: { [scalar]: path },
            ...(file.isShared ? { isShared: true } : {}),
          };
        search.missed(
          typeof file === 'string'
            ? `${written(path)} in the values of ${parent?.name}${file}`
            : `${
                paths.map(written).join(' or ') || 'a value'
              } below the name of ${name} that is ${text}, in ${files
                .map(one => one.file)
                .join(', ')}, of which the chart of ${parent?.name} makes it`,
        );
        return [];
      });
  });
  return (await Promise.all(found)).flat();
}

function givenBy(
  source: ManifestSource,
  application: ApplicationManifests,
): Given[] {
  const { targetRevision: text, helm, kustomize } = source;
  const valuesObject = mergeValues(
    valuesIn(helm?.values ?? '', `the values of ${application.name}`),
    helm?.valuesObject ?? {},
  );
  const document = new Document({ kustomize, helm: { ...helm, valuesObject } });
  const revision = { kind: 'revision', source: nameOfSource(source) } as const;
  return [
    ...(isVersion(text)
      ? [
          {
            text,
            current: { ...revision, revision: text },
            scalar: 'revision' as const,
          },
        ]
      : []),
    ...overridesIn(document, application.name, [], application).flatMap(
      ({ current, scalars }) => {
        const [scalar] = (['digest', 'tag', 'reference'] as const).filter(
          one => scalars[one],
        );
        const value = scalarIn(document, scalars[scalar] ?? []);
        return value ? [{ text: value, current, scalar }] : [];
      },
    ),
  ];
}

/**
 * Where a text stands in values, below a key or beside a `name` that is part of one of the names.
 */
function pathsOf(
  text: string,
  value: unknown,
  names: readonly string[],
  isNamed: boolean,
  path: Path = [],
): Path[] {
  if (typeof value !== 'object' || value === null)
    return isNamed && String(value) === text ? [path] : [];
  const isHere =
    isNamed || (isMap(value) && isPartOf(names, String(value.name ?? '')));
  return Object.entries(value).flatMap(([key, item]) => {
    const at = Array.isArray(value) ? Number(key) : key;
    const isBelow = isHere || isPartOf(names, key);
    return pathsOf(text, item, names, isBelow, [...path, at]);
  });
}

/** `certManager` is part of `cert-manager-production`; what is shorter is so by chance. */
function isPartOf(names: readonly string[], key: string): boolean {
  return key.length > 2 && names.some(one => hasName(one, key));
}
