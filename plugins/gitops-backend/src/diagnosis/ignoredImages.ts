import { imagesLike, parseImage } from 'backstage-plugin-gitops-node';
import type { ApplicationDetail } from '../argocd/detailSchemas';
import type { Workload } from '../inventory/Diagnosis';

/** Parts of a workload that have its images in them. */
const AROUND = /^\/?$|^\/spec(\/template(\/spec)?)?\/?$/;

/**
 * Whether Argo CD calls an Application synced though Git may ask for other images: it is told to
 * ignore differences of them.
 */
export function areImagesIgnored(
  { spec, status }: ApplicationDetail,
  workloads: readonly Workload[],
): boolean {
  return (
    spec.ignoreDifferences.some(
      ({ jsonPointers, jqPathExpressions, managedFieldsManagers }) =>
        managedFieldsManagers.length > 0 ||
        jsonPointers.some(
          path => AROUND.test(path) || /containers|image/i.test(path),
        ) ||
        jqPathExpressions.some(path => /containers|image/i.test(path)),
    ) ||
    (status?.sync?.status === 'Synced' &&
      workloads.some(({ inGit, inCluster }) =>
        inGit?.images.some(image =>
          imagesLike(inCluster?.images ?? [], image).some(
            other => !hasSameTag(image, other),
          ),
        ),
      ))
  );
}

/** A webhook may have put a digest in place of the tag. */
function hasSameTag(image: string, other: string): boolean {
  const { tag } = parseImage(other);
  return tag === undefined || tag === parseImage(image).tag;
}
