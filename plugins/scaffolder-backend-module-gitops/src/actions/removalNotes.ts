import { InputError } from '@backstage/errors';
import { readDocuments, valueOf } from 'backstage-plugin-gitops-node';
import type { Grouped } from '../draft/groupedManifests';
import { readExternalSecrets } from '../manifests/externalSecretKeys';
import { readApplicationSets } from '../manifests/readApplicationSet';
import { entriesOf } from '../names/secretKeys';

/** What the repository has of a service that is to go. */
interface Removal {
  service: string;
  environments: readonly string[];
  /** Of its own files, by their paths */
  texts: ReadonlyMap<string, string>;
  grouped: readonly Grouped[];
  setFile: string;
  setText: string | undefined;
}

/** What Argo CD deletes, and what nothing does, in sentences. */
export function removalNotes(removal: Removal): {
  deletes: string[];
  stays: string[];
} {
  const { service, environments, texts, grouped } = removal;
  const keeping = keepingSets(removal);
  const orphans = grouped.filter(
    ({ kind, isCascading }) => kind === 'Application' && !isCascading,
  );
  const secrets = found(texts, readExternalSecrets);
  const entries = entriesOf(secrets.flatMap(({ keys }) => keys));
  const images = [...new Set(found(texts, imagesIn))];
  const kept = [...texts].filter(([, text]) =>
    /(?:sync-options|resource-policy)['"]?\s*:.*(?:Prune=false|Delete=false|keep)/.test(
      text,
    ),
  );
  const isKept = keeping.length > 0 || orphans.length > 0;
  return {
    deletes: isKept
      ? [
          `Argo CD deletes the Applications of ${service} in ${environments.join(
            ', ',
          )}, without their resources.`,
        ]
      : [
          `Argo CD deletes the Applications of ${service} in ${environments.join(
            ', ',
          )} with all of their resources, in the reverse order of their waves: workloads, Services, volume claims, ExternalSecrets and the Secrets that these have made.`,
        ],
    stays: [
      ...keeping.map(
        name =>
          `Everything that runs: ApplicationSet ${name} keeps what it has made. Delete it in the clusters.`,
      ),
      ...orphans.map(
        ({ name, file }) =>
          `The resources of Application ${name}: ${file} has no finalizer resources-finalizer.argocd.argoproj.io, so that Argo CD deletes the Application alone.`,
      ),
      ...kept.map(
        ([file]) => `What ${file} marks as kept (Prune=false, Delete=false).`,
      ),
      ...(entries.length > 0
        ? [
            `Entries of the secret store: ${entries
              .map(one => `\`${one}\``)
              .join(', ')}.`,
          ]
        : []),
      'Its database and other things outside of the cluster: nothing in this repository has made them.',
      ...(images.length > 0
        ? [
            `Its images in the registry: ${images
              .map(one => `\`${one}\``)
              .join(', ')}.`,
          ]
        : []),
      'The namespaces that Argo CD has created: it does not delete them.',
      'Its entry in the catalog, and the repository of its code: unregister the one, and archive the other.',
    ],
  };
}

/** Names of the ApplicationSets that leave what they have made. */
function keepingSets({ setText, setFile }: Removal): string[] {
  if (setText === undefined) return [];
  return readApplicationSets(setText, setFile)
    .filter(({ spec }) => {
      const policy = spec.syncPolicy as
        | { preserveResourcesOnDeletion?: boolean; applicationsSync?: string }
        | undefined;
      return (
        policy?.preserveResourcesOnDeletion === true ||
        ['create-only', 'create-update'].includes(
          policy?.applicationsSync ?? '',
        )
      );
    })
    .map(({ name }) => name);
}

function imagesIn(text: string, file: string): string[] {
  return readDocuments(text, file).flatMap(one => {
    const value = valueOf(one, file) as {
      images?: { name?: string; newName?: string }[];
      image?: { repository?: string };
    } | null;
    const repository = value?.image?.repository;
    const images = Array.isArray(value?.images) ? value.images : [];
    return [
      ...images.map(image => String(image?.newName ?? image?.name ?? '')),
      ...(typeof repository === 'string' ? [repository] : []),
    ].filter(Boolean);
  });
}

/** What can't be read, as a template of a chart, has nothing. */
function found<T>(
  texts: ReadonlyMap<string, string>,
  find: (text: string, file: string) => T[],
): T[] {
  return [...texts].flatMap(([file, text]) => {
    if (!/\.ya?ml$|Kustomization$/.test(file)) return [];
    try {
      return find(text, file);
    } catch (error) {
      if (error instanceof InputError) return [];
      throw error;
    }
  });
}
