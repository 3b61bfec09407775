import {
  formatImage,
  imagesLike,
  parseImage,
} from 'backstage-plugin-gitops-node';
import {
  Diagnosis,
  nameOf,
  Workload,
  WorkloadPod,
} from '../inventory/Diagnosis';

/**
 * The image of a Pod with the tag that its workload has for it, where an admission webhook has put
 * a digest in place of the tag. Undefined where it isn't known which tag that was: it may be the
 * one that is wanted, and it may be the one before.
 */
export function knownImage(
  image: string,
  pod: WorkloadPod,
  diagnosis: Diagnosis,
): string | undefined {
  const { tag, digest } = parseImage(image);
  const workload = diagnosis.workloads?.find(
    one => nameOf(one) === pod.workload,
  );
  if (tag !== undefined || digest === undefined || !workload) return image;
  const inGit = imagesLike(workload.inGit?.images ?? [], image);
  const same = inGit.find(one => parseImage(one).digest === digest);
  if (same) return same;
  if (inGit.every(one => parseImage(one).digest !== undefined)) return image;
  const [template, ...more] = imagesLike(
    workload.inCluster?.images ?? [],
    image,
  );
  if (template === undefined || more.length > 0) return undefined;
  const applied = parseImage(template);
  const isKnown = applied.digest
    ? applied.digest === digest
    : isOfTemplate(pod, workload, diagnosis);
  return applied.tag && isKnown
    ? formatImage({ ...applied, digest })
    : undefined;
}

/** Whether a Pod is known to be of the template that its workload has now. */
function isOfTemplate(
  { isNewest }: WorkloadPod,
  { kind, name, pods, inGit }: Workload,
  { resources }: Diagnosis,
): boolean {
  // The template of a Job can't be changed
  if (pods === 'once') return true;
  if (pods !== 'kept' || isNewest === false) return false;
  if (!inGit || inGit.isReplacedOnDelete || inGit.partition) return false;
  return resources.some(
    one => one.kind === kind && one.name === name && one.health === 'Healthy',
  );
}
