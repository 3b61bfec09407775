import type { z } from 'zod';
import type { PullRequest } from '../GitHost';
import type * as schemas from './schemas';
import type { Pull } from './schemas';

/** Gitea says "not mergeable" too while it still looks: only after this long it means a conflict. */
const LOOKING_MS = 30_000;

/** What Gitea tells of a pull request elsewhere. */
export interface Besides {
  statuses?: z.infer<typeof schemas.statuses>;
  reviews?: z.infer<typeof schemas.reviews>;
}

export function pullRequestOf(found: Pull, told: Besides = {}): PullRequest {
  const isOpen = found.state === 'open';
  const endedAt = found.merged ? found.merged_at : found.closed_at;
  return {
    number: found.number,
    url: found.html_url,
    title: found.title,
    state: stateOf(found),
    head: found.head.sha,
    base: found.base.ref,
    createdAt: new Date(found.created_at).toISOString(),
    endedBy: found.merged_by?.login,
    endedAt: isOpen || !endedAt ? undefined : new Date(endedAt).toISOString(),
    mergeCommit: found.merged ? found.merge_commit_sha ?? undefined : undefined,
    isMergeable: isOpen ? mergeable(found) : undefined,
    checks: told.statuses && checksOf(told.statuses),
    approvedBy: told.reviews && [
      ...new Set(
        told.reviews
          .filter(one => one.state === 'APPROVED' && !one.dismissed)
          .flatMap(({ user }) => user?.login ?? []),
      ),
    ],
  };
}

function stateOf({ merged, state }: Pull): PullRequest['state'] {
  if (merged) return 'merged';
  return state === 'open' ? 'open' : 'closed';
}

function mergeable({ mergeable: is, updated_at, created_at }: Pull) {
  if (is) return true;
  const ageMs = Date.now() - Date.parse(updated_at ?? created_at);
  return ageMs > LOOKING_MS ? false : undefined;
}

function checksOf(statuses: NonNullable<Besides['statuses']>) {
  const states = statuses.map(({ status }) => status);
  if (states.length === 0) return undefined;
  const passed = states.filter(one => one === 'success').length;
  const pending = states.filter(one => one === 'pending').length;
  return { passed, pending, failed: states.length - passed - pending };
}
