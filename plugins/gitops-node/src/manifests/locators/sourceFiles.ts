import { z } from 'zod';
import type { Search } from '../Locator';
import { readDocuments, valueOf } from '../readDocuments';
import { inRepository } from '../repositoryPaths';
import type {
  ApplicationManifests,
  ManifestSource,
  VersionPlace,
} from '../VersionPlace';
import { Override, overridesIn } from './sourceOverrides';
import { mergeValues } from './values';

const parameter = z.object({ name: z.string(), value: z.coerce.string() });

const contents = z.object({
  kustomize: z
    .object({ images: z.array(z.string()) })
    .partial()
    .optional(),
  helm: z
    .object({
      parameters: z.array(parameter),
      valueFiles: z.array(z.string()),
      values: z.string(),
      valuesObject: z.record(z.string(), z.unknown()),
    })
    .partial()
    .optional(),
});

/**
 * `.argocd-source.yaml` and `.argocd-source-<application>.yaml` beside the manifests: Argo CD takes
 * what they give to the source over all else, and what the latter gives over the former. Argo CD
 * Image Updater writes the latter.
 *
 * @returns the Application with what they give to its sources, and the places in them
 */
export async function withSourceFiles(
  application: ApplicationManifests,
  search: Search,
): Promise<{ application: ApplicationManifests; places: VersionPlace[] }> {
  const places: VersionPlace[] = [];
  const sources = await Promise.all(
    application.sources.map(async source => {
      if (source.chart || source.path === undefined) return source;
      const { repoURL, targetRevision: ref = '' } = source;
      const files = search.files(repoURL, ref);
      const folder = inRepository(source.path);
      const entries = await files.list(folder);
      const names = entries.map(({ name }) => name);
      let given: ManifestSource = source;
      let own: VersionPlace[] = [];
      for (const name of fileNames(application, names)) {
        const file = inRepository(folder, name);
        const [yaml] = readDocuments((await files.read(file)) ?? '', file);
        const read = contents.safeParse(valueOf(yaml, file) ?? {});
        if (!read.success) continue;
        given = merged(given, read.data);
        const later = overridesIn(yaml, file, [], application);
        own = [
          ...own.filter(one => !isReplaced(one, later, read.data)),
          ...later.map(place => ({
            ...place,
            repository: repoURL,
            ref,
            file,
            document: 0,
            locator: '.argocd-source',
          })),
        ];
      }
      places.push(...own);
      return given;
    }),
  );
  return { application: { ...application, sources }, places };
}

/**
 * Those of an Application, in the order in which Argo CD reads them. One in another namespace than
 * Argo CD's is called `<namespace>_<name>`.
 */
function fileNames(
  { namespace, name }: ApplicationManifests,
  names: readonly string[],
): string[] {
  const own = [`${namespace}_${name}`, name]
    .map(one => `.argocd-source-${one}.yaml`)
    .find(one => names.includes(one));
  const common = '.argocd-source.yaml';
  return [...(names.includes(common) ? [common] : []), ...(own ? [own] : [])];
}

type Contents = z.infer<typeof contents>;

/** A JSON merge patch: maps are merged, and a list takes the place of the one before. */
function merged(
  source: ManifestSource,
  { kustomize, helm }: Contents,
): ManifestSource {
  const given = { valueFiles: [], parameters: [], ...source.helm, ...helm };
  const valuesObject = mergeValues(
    source.helm?.valuesObject ?? {},
    helm?.valuesObject ?? {},
  ) as Record<string, unknown>;
  return {
    ...source,
    ...(kustomize
      ? { kustomize: { images: [], ...source.kustomize, ...kustomize } }
      : {}),
    ...(helm
      ? {
          helm: given.valuesObject ? { ...given, valuesObject } : given,
        }
      : {}),
  };
}

/** Whether a later file gives a place again, or the list that it stands in. */
function isReplaced(
  { path, scalars }: VersionPlace,
  later: readonly Override[],
  { kustomize, helm }: Contents,
): boolean {
  const [[, list]] = Object.values(scalars);
  const lists = [
    ...(kustomize?.images ? ['images'] : []),
    ...(helm?.parameters ? ['parameters'] : []),
  ];
  return lists.includes(String(list)) || later.some(one => one.path === path);
}
