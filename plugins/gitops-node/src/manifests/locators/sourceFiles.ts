import { z } from 'zod';
import type { Search } from '../Locator';
import { readDocuments, valueOf } from '../readDocuments';
import { inRepository } from '../repositoryPaths';
import type {
  ApplicationManifests,
  ManifestSource,
  VersionPlace,
} from '../VersionPlace';
import { overridesIn } from './sourceOverrides';

const contents = z.object({
  kustomize: z.object({ images: z.array(z.string()).default([]) }).optional(),
  helm: z
    .object({
      parameters: z
        .array(z.object({ name: z.string(), value: z.coerce.string() }))
        .default([]),
    })
    .optional(),
});

/**
 * `.argocd-source.yaml` and `.argocd-source-<application>.yaml` beside the manifests: Argo CD takes
 * what they give to the source over all else. Argo CD Image Updater writes the latter.
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
      let given: ManifestSource = source;
      for (const end of ['', `-${application.name}`]) {
        const file = inRepository(folder, `.argocd-source${end}.yaml`);
        if (!entries.some(one => one.path === file)) continue;
        const [yaml] = readDocuments((await files.read(file)) ?? '', file);
        const read = contents.safeParse(valueOf(yaml, file) ?? {});
        if (!read.success) continue;
        given = merged(given, read.data);
        places.push(
          ...overridesIn(yaml, file, [], application).map(place => ({
            ...place,
            repository: repoURL,
            ref,
            file,
            document: 0,
            locator: '.argocd-source',
          })),
        );
      }
      return given;
    }),
  );
  return { application: { ...application, sources }, places };
}

function merged(
  source: ManifestSource,
  { kustomize, helm }: z.infer<typeof contents>,
): ManifestSource {
  const { valueFiles = [], parameters = [], ...inline } = source.helm ?? {};
  return {
    ...source,
    ...(kustomize
      ? {
          kustomize: {
            images: [...(source.kustomize?.images ?? []), ...kustomize.images],
          },
        }
      : {}),
    ...(helm
      ? {
          helm: {
            ...inline,
            valueFiles,
            parameters: [...parameters, ...helm.parameters],
          },
        }
      : {}),
  };
}
