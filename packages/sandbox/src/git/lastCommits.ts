import { readChanges } from './changes';
import { listCommits, readCommits } from './log';
import type { Commit } from './Commit';
import type { TreeEntry } from './tree';

const batch = 50;

/**
 * The last commit that touched each entry of one directory of a commit, or the one file that
 * `directory` is, by the entry's path.
 */
export async function lastCommits(
  dir: string,
  commit: string,
  directory: string,
  entries: readonly TreeEntry[],
): Promise<Map<string, Commit>> {
  const range = { to: commit, path: directory };
  if (entries.length === 1 && entries[0].path === directory) {
    const [sha = commit] = await listCommits(dir, range, { limit: 1 });
    const [last] = await readCommits(dir, [sha]);
    return new Map([[directory, last]]);
  }
  const found = new Map<string, string>();
  for (let skip = 0; found.size < entries.length; skip += batch) {
    const shas = await listCommits(dir, range, { skip, limit: batch });
    if (shas.length === 0) break;
    const commits = await readCommits(dir, shas);
    const changes = await readChanges(
      dir,
      commits.map(({ sha, parents }) => [sha, parents[0]] as const),
    );
    for (const { sha } of commits) {
      const paths = changes.get(sha)?.map(({ path }) => path) ?? [];
      for (const { path } of entries) {
        const isTouched = () =>
          paths.some(
            changed => changed === path || changed.startsWith(`${path}/`),
          );
        if (!found.has(path) && isTouched()) found.set(path, sha);
      }
    }
  }
  // A merge that took all of one side is nobody's change: the newest commit stands for what was not
  // found
  const commits = await readCommits(dir, [
    ...new Set([commit, ...found.values()]),
  ]);
  const bySha = new Map(commits.map(each => [each.sha, each]));
  return new Map(
    entries.map(({ path }) => [path, bySha.get(found.get(path) ?? commit)!]),
  );
}
