import type {
  ApplicationManifests,
  ManifestSource,
} from 'backstage-plugin-gitops-node';
import type { Application } from '../../argocd/Application';
import type { ArgoCdClient } from '../../argocd/ArgoCdClient';
import type { ApplicationManifestsAnswer } from '../../argocd/manifestSchemas';
import { TRACKING_ANNOTATION, TRACKING_LABELS } from '../../argocd/tracking';

type Client = Pick<ArgoCdClient, 'manifests' | 'applicationSet'>;

/**
 * Where an Application's manifests lie, and what generated it: its ApplicationSet, and the
 * Application of Applications that deploys either.
 *
 * @param find - an Application by its address, among those that are known
 * @throws ArgoCdError
 */
export async function readManifests(
  client: Client,
  application: Application,
  find: (address: {
    instance: string;
    namespace: string;
    name: string;
  }) => Application | undefined,
  signal: AbortSignal,
): Promise<ApplicationManifests> {
  const answer = await client.manifests(application, signal);
  const { instance, namespace } = application;
  const setName = answer.metadata.ownerReferences.find(
    ({ kind }) => kind === 'ApplicationSet',
  )?.name;
  const set = setName
    ? await client.applicationSet({ namespace, name: setName }, signal)
    : undefined;
  const parent = parentsOf((set ?? answer).metadata, namespace)
    .filter(one => set || one.name !== application.name)
    .map(one => find({ instance, ...one }))
    .find(one => one !== undefined);
  const above = parent && (await client.manifests(parent, signal));
  return {
    name: application.name,
    namespace,
    labels: answer.metadata.labels ?? {},
    sources: sourcesOf(answer),
    ...(set && setName
      ? { applicationSet: { name: setName, spec: set.spec ?? {} } }
      : {}),
    ...(above
      ? { parent: { name: above.metadata.name, sources: sourcesOf(above) } }
      : {}),
  };
}

function sourcesOf({
  spec,
  status,
}: ApplicationManifestsAnswer): ManifestSource[] {
  // What the hydrator has rendered is written by it, and by nobody else
  const drySource = spec.sourceHydrator?.drySource;
  const hasMany = spec.sources.length > 0;
  const sources = hasMany
    ? spec.sources
    : [drySource ?? spec.source].flatMap(one => one ?? []);
  const types = hasMany ? status?.sourceTypes : [status?.sourceType];
  return sources.map((one, index) => ({
    repoURL: one.repoURL ?? '',
    // Argo CD tells the type of what was rendered, not of the dry source
    type: (!drySource && types?.[index]) || undefined,
    path: one.path ?? undefined,
    chart: one.chart ?? undefined,
    targetRevision: one.targetRevision ?? undefined,
    ref: one.ref ?? undefined,
    helm: one.helm
      ? {
          valueFiles: one.helm.valueFiles,
          values: one.helm.values ?? undefined,
          valuesObject: one.helm.valuesObject ?? undefined,
          parameters: one.helm.parameters.map(({ name, value }) => ({
            name: name ?? '',
            value: value ?? '',
          })),
        }
      : undefined,
    kustomize: one.kustomize ? { images: one.kustomize.images } : undefined,
    directory: one.directory
      ? {
          recurse: one.directory.recurse ?? undefined,
          include: one.directory.include || undefined,
          exclude: one.directory.exclude || undefined,
        }
      : undefined,
  }));
}

/**
 * The Applications that may deploy a resource, by how Argo CD tracks it. The annotation
 * `environment-dev:argoproj.io/Application:argocd/redis-dev` is surely Argo CD's. A label may be
 * somebody else's, so it counts only if it names an Application.
 */
function parentsOf(
  {
    annotations,
    labels,
  }: {
    annotations?: Record<string, string> | null;
    labels?: Record<string, string> | null;
  },
  namespace: string,
): { namespace: string; name: string }[] {
  const tracking = annotations?.[TRACKING_ANNOTATION]?.split(':', 1)[0];
  const names = tracking
    ? [tracking]
    : TRACKING_LABELS.map(key => labels?.[key]);
  return names.flatMap(name => (name ? addressOf(name, namespace) : []));
}

/** One of another namespace is written `namespace_name`. */
function addressOf(name: string, namespace: string) {
  const [first, ...rest] = name.split('_');
  return rest.length > 0
    ? { namespace: first, name: rest.join('_') }
    : { namespace, name };
}
