import type {
  ApplicationDifference,
  ResourceDifference,
} from 'backstage-plugin-gitops-common';
import type { ComparedResources } from '../argocd/detailSchemas';
import { parseManifest } from '../diagnosis/manifests';
import { isSameResource, ResourceName } from '../inventory/Diagnosis';
import { fieldDifferences } from './fieldDifferences';

const MAX_RESOURCES = 50;

/** Fields that Argo CD and Kubernetes write themselves, in addition to what Git sets. */
const BOOKKEEPING = new Set([
  'status',
  'metadata.annotations.kubectl.kubernetes.io/last-applied-configuration',
  'metadata.creationTimestamp',
  'metadata.generation',
  'metadata.managedFields',
  'metadata.resourceVersion',
  'metadata.selfLink',
  'metadata.uid',
]);

/**
 * Where the cluster is not as Git asks for, by what Argo CD itself compares: what is there,
 * normalized, and what applying Git's manifest would make of it. Of Secrets it is only said whether
 * they are there.
 *
 * @param outOfSync - resources that Argo CD finds out of sync; all that differ where that isn't known
 */
export function differenceOf(
  { items }: ComparedResources,
  outOfSync: readonly ResourceName[] | undefined,
): ApplicationDifference {
  const different = items.flatMap(item => {
    const { kind, name } = item;
    const resource = {
      group: item.group ?? '',
      kind,
      namespace: item.namespace ?? '',
      name,
    };
    if (outOfSync && !outOfSync.some(one => isSameResource(one, resource)))
      return [];
    return resourceDifference(resource, item);
  });
  return {
    resources: different.slice(0, MAX_RESOURCES),
    moreResources: Math.max(0, different.length - MAX_RESOURCES),
  };
}

function resourceDifference(
  resource: ResourceName,
  item: ComparedResources['items'][number],
): ResourceDifference[] {
  const inGit = parseManifest(item.predictedLiveState);
  const inCluster = parseManifest(item.normalizedLiveState);
  const isHidden = resource.kind === 'Secret';
  const areBoth = inGit !== undefined && inCluster !== undefined;
  const { fields, moreFields } =
    areBoth && !isHidden
      ? fieldDifferences(inGit, inCluster, BOOKKEEPING)
      : { fields: [], moreFields: 0 };
  if (!inGit && !inCluster) return [];
  if (areBoth && !isHidden && fields.length === 0) return [];
  return [
    {
      ...resource,
      change: changeOf(inGit, inCluster),
      isHidden,
      fields: fields.map(({ path, one, other }) => ({
        path,
        inGit: one,
        inCluster: other,
      })),
      moreFields,
    },
  ];
}

function changeOf(
  inGit: object | undefined,
  inCluster: object | undefined,
): ResourceDifference['change'] {
  if (!inCluster) return 'missing';
  return inGit ? 'differs' : 'leftover';
}
