import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { git, gitText, GitError } from './git';
import { readObjects } from './objects';

/** A path that both sides changed, with its object in base (1), ours (2) and theirs (3). */
interface Unmerged {
  path: string;
  stages: Map<number, { mode: string; sha: string }>;
}

/**
 * Merges two commits over their base without a work tree. Returns the merged tree, or undefined on
 * a conflict. Uses only what old versions of Git have (`merge-tree --write-tree` came with 2.38).
 */
export async function threeWayMerge(
  dir: string,
  commits: { base: string; ours: string; theirs: string },
): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-merge-'));
  try {
    const run = { dir, env: { GIT_INDEX_FILE: join(folder, 'index') } };
    await git(
      [
        'read-tree',
        '-i',
        '-m',
        '--aggressive',
        commits.base,
        commits.ours,
        commits.theirs,
      ],
      run,
    );
    const resolved: string[] = [];
    for (const unmerged of parseUnmerged(
      (await git(['ls-files', '-u', '-z'], run)).toString('utf8'),
    )) {
      const entry = await mergeFile(dir, folder, unmerged);
      if (!entry) return undefined;
      resolved.push(entry);
    }
    if (resolved.length)
      await git(['update-index', '-z', '--index-info'], {
        ...run,
        input: resolved.join(''),
      });
    return await gitText(['write-tree'], run);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function parseUnmerged(output: string): Unmerged[] {
  const byPath = new Map<string, Unmerged>();
  for (const line of output.split('\0').filter(Boolean)) {
    const tab = line.indexOf('\t');
    const [mode, sha, stage] = line.slice(0, tab).split(' ');
    const path = line.slice(tab + 1);
    const unmerged = byPath.get(path) ?? { path, stages: new Map() };
    byPath.set(path, unmerged);
    unmerged.stages.set(Number(stage), { mode, sha });
  }
  return [...byPath.values()];
}

/** Line for `update-index --index-info`; undefined where a person must decide. */
async function mergeFile(
  dir: string,
  folder: string,
  { path, stages }: Unmerged,
): Promise<string | undefined> {
  const [base, ours, theirs] = [stages.get(1), stages.get(2), stages.get(3)];
  if (!base || !ours || !theirs) return undefined;
  if (![base, ours, theirs].every(({ mode }) => mode.startsWith('100')))
    return undefined;
  const names = ['base', 'ours', 'theirs'].map(name => join(folder, name));
  const objects = await readObjects(dir, [base.sha, ours.sha, theirs.sha]);
  await Promise.all(
    objects.map((object, i) => writeFile(names[i], object?.content ?? '')),
  );
  const merged = await mergeText(names);
  if (!merged) return undefined;
  const sha = await gitText(['hash-object', '-w', '--stdin'], {
    dir,
    input: merged,
  });
  const mode = ours.mode === base.mode ? theirs.mode : ours.mode;
  return `${mode} ${sha} 0\t${path}\0`;
}

async function mergeText([base, ours, theirs]: string[]): Promise<
  Buffer | undefined
> {
  try {
    return await git(['merge-file', '-p', '-q', ours, base, theirs]);
  } catch (error) {
    // The exit code counts the conflicts, or is 255 for a binary file: a person must decide either
    // way
    if (error instanceof GitError) return undefined;
    throw error;
  }
}
