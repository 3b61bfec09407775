import type { CallOptions } from '../GitHost';
import { inParallel } from '../rest/inParallel';
import type { GitHubApi } from './GitHubApi';
import * as schemas from './schemas';
import { TreeReader } from './TreeReader';

/** More files than this are looked for in one answer of the whole tree, rather than directory by directory. */
const MANY_FILES = 10;

/**
 * What Git's own tree has at each of the paths; those where it has nothing are left out. A tree that is too long for one answer (100,000 entries or 7 MB) is read directory by directory.
 *
 * @param root - SHA of the tree, or what names a commit
 */
export async function entriesAt(
  api: GitHubApi,
  { root, paths }: { root: string; paths: readonly string[] },
  options: CallOptions,
): Promise<ReadonlyMap<string, schemas.TreeEntry>> {
  const whole =
    paths.length > MANY_FILES
      ? await api.ask(schemas.tree, options, (rest, common) =>
          rest.git.getTree({ ...common, tree_sha: root, recursive: '1' }),
        )
      : undefined;
  if (whole && !whole.truncated)
    return new Map(whole.tree.map(entry => [entry.path, entry]));
  const directories = new TreeReader(api, root, options);
  const found = await inParallel(
    paths,
    async path => [path, await directories.at(path)] as const,
  );
  return new Map(
    found.flatMap(([path, entry]) => (entry ? [[path, entry]] : [])),
  );
}
