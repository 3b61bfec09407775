import type { GitRepository } from 'backstage-plugin-gitops-node';
import { isLeftToHost, isRetargeted } from '../pullRequestCauses';
import type { StoredPullRequest } from '../StoredPromotion';
import type { DriveOptions } from './observation';

/** Whether it can't be merged before its branch is made anew on its base's newest commit. Pure. */
export function isBehind({ observed }: StoredPullRequest): boolean {
  return observed?.isOutdated === true || observed?.isMergeable === false;
}

/** The row after a look, with whether its branch is to be made anew. Pure. */
export function withUpdate(row: StoredPullRequest): StoredPullRequest {
  if (row.state !== 'open') return row;
  const { update, queued, isKeptUpToDate } = row;
  if (!isBehind(row))
    return update?.step === 'refused' && row.observed?.isMergeable
      ? { ...row, update: undefined }
      : row;
  const isWanted = isKeptUpToDate || (queued && isLeftToHost(queued));
  return isWanted && update === undefined
    ? { ...row, update: { step: 'compare' } }
    : row;
}

/**
 * Looks whether each of its files is on the newest commit of its base as it was when the change was
 * planned: then the same bytes are right there, too.
 */
export async function compare(
  row: StoredPullRequest,
  repository: GitRepository,
  options: DriveOptions,
): Promise<StoredPullRequest> {
  const done = { ...row, update: undefined };
  // What somebody else has changed is theirs
  if (row.observed?.head !== row.head || isRetargeted(row)) return done;
  if (!repository.remakeBranch)
    return { ...row, update: refusedBecause({ reason: 'notPossible' }) };
  const on = await repository.head(row.base, options);
  if (on === undefined || on === row.baseSha) return done;
  const files: string[] = [];
  for (const path of row.files.keys()) {
    const [before, now] = await Promise.all(
      [row.baseSha, on].map(ref => repository.read({ path, ref }, options)),
    );
    if (!isSame(before, now)) files.push(path);
  }
  return {
    ...row,
    update:
      files.length > 0
        ? refusedBecause({ reason: 'filesChanged', files })
        : // Kept, so that after a crash the same branch is found
          { step: 'remake', on },
  };
}

/** Makes the branch anew. What the host was to merge when it is ready, it is asked again for. */
export async function remake(
  row: StoredPullRequest,
  repository: GitRepository,
  options: DriveOptions,
): Promise<StoredPullRequest> {
  const { branch, base, files, message, head: expectedHead, update } = row;
  if (update?.step !== 'remake') return row;
  const { head } = await repository.remakeBranch!(
    {
      branch,
      base: { branch: base, sha: update.on },
      files,
      message,
      expectedHead: expectedHead!,
    },
    options,
  );
  const { queued, statuses } = row;
  const approved = statuses?.approved;
  return {
    ...row,
    head,
    // The same bytes were approved
    statuses:
      statuses && approved?.head === expectedHead
        ? { ...statuses, approved: { ...approved!, head } }
        : statuses,
    baseSha: update.on,
    update: undefined,
    queued:
      queued && isLeftToHost(queued) ? { ...queued, state: 'wanted' } : queued,
    // What was said of the head of before is not said of this one
    observed: { head, base },
    obstacle: undefined,
  };
}

export function refusedBecause(
  because: Extract<
    NonNullable<StoredPullRequest['update']>,
    { step: 'refused' }
  >['because'],
): StoredPullRequest['update'] {
  return { step: 'refused', because };
}

function isSame(one?: Uint8Array, other?: Uint8Array): boolean {
  if (!one || !other) return one === other;
  return Buffer.compare(one, other) === 0;
}
