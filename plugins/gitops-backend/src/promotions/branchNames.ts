import type { PromotionKind } from 'backstage-plugin-gitops-common';

const MAX_PART = 80;

interface Change {
  readonly repositoryUrl: string;
  /** That the pull request goes to */
  readonly branch: string;
}

/**
 * Branch of a promotion's pull request. One for each promotion, so that what was closed once is never taken for what is asked for now; and where a promotion changes several branches
 * of a repository, one for each of them.
 *
 * @param name - of the service
 * @param all - all changes of the promotion, `change` among them
 */
export function branchOf(
  { id, kind, to }: { id: string; kind: PromotionKind; to: string },
  name: string,
  change: Change,
  all: readonly Change[],
): string {
  const verb = kind === 'rollback' ? 'rollback' : 'promote';
  const branch = `gitops/${verb}/${safe(name)}/${safe(to)}/${id.slice(0, 8)}`;
  const isAlone = all.every(
    one => one === change || one.repositoryUrl !== change.repositoryUrl,
  );
  return isAlone ? branch : `${branch}-${change.branch.slice(0, MAX_PART)}`;
}

export function releaseBranchOf(id: string, to: string): string {
  return `gitops/release/${safe(to)}/${id.slice(0, 8)}`;
}

/** What Git takes as part of a branch's name. */
function safe(name: string): string {
  return (
    name
      .replace(/[^A-Za-z0-9._-]+/g, '-')
      .replace(/\.{2,}/g, '.')
      .replace(/^[.-]+|[.-]+$|\.lock$/g, '')
      .slice(0, MAX_PART) || 'service'
  );
}
