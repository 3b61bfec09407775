import type { PromotedVersion } from 'backstage-plugin-gitops-common';
import { isBeingDeployed, StoredPullRequest } from '../StoredPromotion';
import { block, Gate, refuse, warn } from './Gate';

/**
 * Refuses what is on its way to the target already, and blocks while anything else is deployed
 * there. What is being deployed may be rolled back.
 */
export const midPromotion: Gate = {
  name: 'mid-promotion',
  check({ underWay, rollsBack, target, version, versions }) {
    const { title: environment, wanted } = target;
    if (!underWay)
      return target.state === 'deploying'
        ? block('environmentDeploying', {
            environment,
            ...(wanted === null ? {} : { wanted }),
          })
        : undefined;
    const { promotion } = underWay;
    const named = { version: promotion.version, ...nameOf(underWay) };
    const isDeployed = isBeingDeployed(promotion.state);
    if (isDeployed && promotion.id === rollsBack)
      return warn('rollbackWhileDeploying', { ...named, environment });
    if (promotion.version === version)
      return hasSameDigests(promotion.versions, versions)
        ? refuse('onItsWay', named)
        : block('pushedAgain', named);
    return isDeployed
      ? block('promotionDeploying', { ...named, environment })
      : warn('replacesPullRequest', named);
  },
};

function nameOf({
  pullRequests,
}: {
  readonly pullRequests: readonly StoredPullRequest[];
}): { pullRequest?: string } {
  const found = pullRequests.find(one => one.number !== undefined);
  return found ? { pullRequest: `${found.repository} #${found.number}` } : {};
}

/** Whether both are of the same bytes: a tag may have been pushed again in between. */
export function hasSameDigests(
  before: readonly PromotedVersion[],
  after: readonly PromotedVersion[],
): boolean {
  const digests = new Map(before.map(one => [one.name, one.toDigest]));
  return after.every(
    ({ name, toDigest }) =>
      !digests.has(name) || digests.get(name) === toDigest,
  );
}
