import { git } from './git';

/** What a commit did to one file. */
export interface FileChange {
  path: string;
  /** Where the file was before, if it was renamed */
  previousPath?: string;
  status: 'added' | 'modified' | 'deleted' | 'renamed';
  additions: number;
  deletions: number;
  isBinary: boolean;
}

const statuses: Record<string, FileChange['status']> = {
  A: 'added',
  D: 'deleted',
  R: 'renamed',
};

/**
 * What each commit changed against its first parent, by one process.
 * A pair `[commit, base]` compares with that base instead of the parent; a root commit has no base.
 */
export async function readChanges(
  dir: string,
  pairs: ReadonlyArray<readonly [commit: string, base?: string]>,
): Promise<Map<string, FileChange[]>> {
  const changes = new Map<string, FileChange[]>(
    pairs.map(([commit]) => [commit, []]),
  );
  if (pairs.length === 0) return changes;
  const args = [
    'diff-tree',
    '--stdin',
    '--root',
    '-r',
    '-z',
    '-M',
    '--raw',
    '--numstat',
    '--no-abbrev',
  ];
  const input = pairs.map(pair => pair.filter(Boolean).join(' ')).join('\n');
  const output = await git(args, { dir, input: `${input}\n` });
  const tokens = output.toString('utf8').split('\0');
  let files: FileChange[] = [];
  let counted = 0;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i].replace(/^\n/, '');
    if (/^[0-9a-f]{40}( [0-9a-f]{40})*\n?$/.test(token)) {
      files = [];
      counted = 0;
      changes.set(token.slice(0, 40), files);
    } else if (token.startsWith(':')) {
      const letter = token.split(' ')[4][0];
      const status = statuses[letter] ?? 'modified';
      const previousPath = status === 'renamed' ? tokens[++i] : undefined;
      files.push({
        path: tokens[++i],
        previousPath,
        status,
        additions: 0,
        deletions: 0,
        isBinary: false,
      });
    } else if (/^(\d+|-)\t(\d+|-)\t/.test(token)) {
      const [added, deleted, path] = token.split('\t');
      const file = files[counted++];
      if (path === '') i += 2;
      file.isBinary = added === '-';
      file.additions = Number(added) || 0;
      file.deletions = Number(deleted) || 0;
    }
  }
  return changes;
}
