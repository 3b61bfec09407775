import { posix } from 'path';
import { Application, Source } from '../Application';
import { canonical, Manifest } from '../Json';
import { renderChart } from './helm';
import { buildKustomization, isManifest, kustomizationIn } from './kustomize';
import { ManifestError } from './ManifestError';
import { YamlReader } from './YamlReader';

/** One commit of one repository, as the repo server has it checked out. */
export interface Checkout {
  commit: string;
  files: ReadonlyMap<string, string>;
}

/** Git hosts have a repository at its address with and without `.git`. */
export function checkoutAt(
  checkouts: ReadonlyMap<string, Checkout>,
  address: string,
): Checkout | undefined {
  return checkouts.get(address) ?? checkouts.get(`${address}.git`);
}

export type SourceType = 'Kustomize' | 'Helm' | 'Directory' | '';

export interface Rendered {
  manifests: Manifest[];
  types: SourceType[];
  /** A commit for each source */
  revisions: string[];
}

const clusterKinds = new Set([
  'Namespace',
  'ClusterRole',
  'ClusterRoleBinding',
  'CustomResourceDefinition',
]);

/**
 * What an Application wants in its cluster: each source rendered by its kind, namespaces and
 * tracking filled in.
 * @throws ManifestError with the sentence that Argo CD puts into its ComparisonError
 */
export function render(
  application: Pick<Application, 'metadata' | 'spec'>,
  checkoutOf: (source: Source) => Checkout | undefined,
  yaml: YamlReader,
): Rendered {
  const { name } = application.metadata;
  const namespace = application.spec.destination.namespace ?? 'default';
  const sources = sourcesOf(application);
  const checkouts = sources.map(source => {
    const checkout = checkoutOf(source);
    if (checkout) return checkout;
    throw new ManifestError(
      `failed to resolve revision "${source.targetRevision ?? 'HEAD'}" of ${
        source.repoURL
      }: repository or revision not found`,
    );
  });
  const refs = new Map(
    sources.flatMap((source, i) =>
      source.ref ? [[`$${source.ref}`, checkouts[i].files]] : [],
    ),
  );
  const parts = sources.map((source, i) => {
    if (source.ref && source.path === undefined)
      return { type: '' as const, manifests: [] };
    return renderSource(source, checkouts[i].files);
  });
  const manifests = parts.flatMap(part => part.manifests).map(track);
  return {
    manifests,
    types: parts.map(part => part.type),
    revisions: checkouts.map(checkout => checkout.commit),
  };

  function renderSource(
    source: Source,
    files: ReadonlyMap<string, string>,
  ): { type: SourceType; manifests: Manifest[] } {
    const folder = posix.normalize(source.path ?? '.');
    if (files.has(posix.join(folder, 'Chart.yaml'))) {
      return {
        type: 'Helm',
        manifests: renderChart({
          files,
          source,
          releaseName: name,
          namespace,
          refs,
          yaml,
        }),
      };
    }
    if (kustomizationIn(files, folder)) {
      return {
        type: 'Kustomize',
        manifests: buildKustomization(files, folder, yaml, {
          ...source.kustomize,
        }),
      };
    }
    const paths = [...files.keys()].filter(
      path => posix.dirname(path) === folder && /\.(ya?ml|json)$/.test(path),
    );
    const isThere =
      folder === '.' ||
      [...files.keys()].some(path => path.startsWith(`${folder}/`));
    if (!isThere) throw new ManifestError(`${folder}: app path does not exist`);
    return {
      type: 'Directory',
      manifests: paths.flatMap(path =>
        documentsOf(path, files.get(path) ?? ''),
      ),
    };
  }

  function documentsOf(path: string, text: string): Manifest[] {
    try {
      return yaml.documents(text).filter(isManifest);
    } catch (error) {
      throw new ManifestError(
        `failed to unmarshal "${posix.basename(path)}": ${
          error instanceof Error ? error.message : error
        }`,
      );
    }
  }

  function track(manifest: Manifest): Manifest {
    const own = clusterKinds.has(manifest.kind)
      ? undefined
      : manifest.metadata.namespace ?? namespace;
    const group = groupOf(manifest);
    const id = `${name}:${group}/${manifest.kind}:${own ?? ''}/${
      manifest.metadata.name
    }`;
    const annotations = {
      ...(manifest.metadata.annotations as object),
      'argocd.argoproj.io/tracking-id': id,
    };
    return {
      ...manifest,
      metadata: {
        ...manifest.metadata,
        ...(own ? { namespace: own } : {}),
        annotations,
      },
    };
  }
}

export function sourcesOf(application: Pick<Application, 'spec'>): Source[] {
  return (
    application.spec.sources ??
    (application.spec.source ? [application.spec.source] : [])
  );
}

export function groupOf(manifest: Manifest): string {
  return manifest.apiVersion.includes('/')
    ? manifest.apiVersion.split('/')[0]
    : '';
}

export function versionOf(manifest: Manifest): string {
  return manifest.apiVersion.split('/').pop() ?? '';
}

export function namespaceOf(manifest: Manifest): string {
  return String(manifest.metadata.namespace ?? '');
}

/** The key under which a resource is the same one in Git and in the cluster. */
export function keyOf(manifest: Manifest): string {
  return `${groupOf(manifest)}/${manifest.kind}/${namespaceOf(manifest)}/${
    manifest.metadata.name
  }`;
}

/** Equal for equal manifests, even of different commits. */
export function fingerprintOf(manifests: Manifest[]): string {
  return manifests.map(canonical).join('\n');
}
