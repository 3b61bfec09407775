import { git, gitText, GitError } from './git';
import { parseCommit, type Commit } from './Commit';
import { readObjects } from './objects';

/** Commits by their ids, in the same order. @throws GitError where one is unknown */
export async function readCommits(
  dir: string,
  shas: readonly string[],
): Promise<Commit[]> {
  const objects = await readObjects(dir, shas);
  return objects.map((object, i) => {
    if (object?.type !== 'commit')
      throw new GitError(`There is no commit ${shas[i]}`);
    return parseCommit(shas[i], object.content.toString('utf8'));
  });
}

/** Which commits to list: those reachable from `to`, not from `from`, that touch `path`. */
export interface Range {
  to: string;
  from?: string;
  path?: string;
}

/** Ids of commits, newest first. */
export async function listCommits(
  dir: string,
  range: Range,
  page: { skip?: number; limit?: number; reverse?: boolean } = {},
): Promise<string[]> {
  const flags = [
    `--skip=${page.skip ?? 0}`,
    ...(page.limit === undefined ? [] : [`--max-count=${page.limit}`]),
  ];
  const order = page.reverse ? ['--reverse', '--topo-order'] : [];
  const output = await gitText(
    ['rev-list', ...flags, ...order, ...revisionsOf(range)],
    { dir },
  );
  return output.split('\n').filter(Boolean);
}

export async function countCommits(dir: string, range: Range): Promise<number> {
  return Number(
    await gitText(['rev-list', '--count', ...revisionsOf(range)], { dir }),
  );
}

function revisionsOf({ to, from, path }: Range): string[] {
  return [to, ...(from ? [`^${from}`] : []), '--', ...(path ? [path] : [])];
}

/** The best common ancestor; undefined where two histories have none. */
export async function mergeBase(
  dir: string,
  a: string,
  b: string,
): Promise<string | undefined> {
  const output = await git(['merge-base', a, b], {
    dir,
    allowedExitCodes: [0, 1],
  });
  return output.toString('utf8').trim() || undefined;
}
