import { readChanges, type FileChange } from '../../git/changes';
import { readPatch } from '../../git/diff';
import { listCommits, mergeBase } from '../../git/log';
import { remembered } from '../../git/remembered';
import type { HostedRepository } from '../HostedRepository';
import type { PullRequest } from './PullRequest';

/** What a pull request would change, or changed. */
export interface Comparison {
  /** Head of the base: as it is for an open request, as it was for a merged one */
  base: string;
  head: string;
  mergeBase: string;
  /** Oldest first */
  commits: string[];
  files: FileChange[];
}

const comparisonOf = remembered(500, compare);

export async function comparePull(
  repository: HostedRepository,
  pull: PullRequest,
): Promise<Comparison> {
  const base =
    pull.merged?.base ??
    repository.git.heads().get(pull.baseBranch) ??
    pull.headSha;
  return compareCommits(repository, base, pull.headSha);
}

/** The difference of a pull request as a unified patch. */
export async function pullPatch(
  repository: HostedRepository,
  pull: PullRequest,
): Promise<Buffer> {
  const { mergeBase: ancestor, head } = await comparePull(repository, pull);
  return readPatch(repository.git.dir, ancestor, head);
}

/**
 * Commits that `head` has beyond `base`, and the files in which it differs from their common
 * ancestor.
 */
export function compareCommits(
  repository: HostedRepository,
  base: string,
  head: string,
): Promise<Comparison> {
  return comparisonOf(repository.git.dir, base, head);
}

async function compare(
  dir: string,
  base: string,
  head: string,
): Promise<Comparison> {
  const ancestor = (await mergeBase(dir, base, head)) ?? base;
  const [commits, changes] = await Promise.all([
    listCommits(dir, { to: head, from: base }, { reverse: true }),
    readChanges(dir, [[head, ancestor]]),
  ]);
  return {
    base,
    head,
    mergeBase: ancestor,
    commits,
    files: changes.get(head) ?? [],
  };
}
