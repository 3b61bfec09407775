import type { GitRepository } from 'backstage-plugin-gitops-node';
import { isRetargeted } from './pullRequestCauses';
import type { StoredPullRequest } from './StoredPromotion';
import { withObservation } from './worker/observation';
import { isBehind } from './worker/update';

/**
 * The pull requests of one promotion in the order in which they are merged: first those which show
 * on the host that they may not be mergeable now. If one can't be merged, none is, and no
 * environment gets half a promotion.
 */
export async function mergeOrder(
  open: readonly StoredPullRequest[],
  options: {
    repositoryOf(url: string): GitRepository;
    holdLabel?: string;
    signal: AbortSignal;
  },
): Promise<StoredPullRequest[]> {
  if (open.length < 2) return [...open];
  const { repositoryOf, holdLabel, signal } = options;
  const looked = await Promise.all(
    open.map(async row => {
      const repository = repositoryOf(row.repositoryUrl);
      const found = await repository.pullRequest(row.number!, { signal });
      return {
        row,
        isDoubtful: isDoubtful(withObservation(row, found, holdLabel)),
      };
    }),
  );
  return looked
    .sort((a, b) => Number(b.isDoubtful) - Number(a.isDoubtful))
    .map(({ row }) => row);
}

function isDoubtful(row: StoredPullRequest): boolean {
  const { state, head, observed } = row;
  if (state === 'merged') return false;
  const { failed = 0, pending = 0 } = observed?.checks ?? {};
  return (
    state !== 'open' ||
    observed?.head !== head ||
    observed?.holdLabel !== undefined ||
    isRetargeted(row) ||
    isBehind(row) ||
    failed + pending > 0
  );
}
