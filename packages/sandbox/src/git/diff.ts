import { git } from './git';
import { readChanges, type FileChange } from './changes';

/** One line of a difference as it is shown. */
export interface DiffLine {
  kind: 'context' | 'added' | 'deleted' | 'hunk' | 'note';
  text: string;
  oldLine?: number;
  newLine?: number;
}

/** A changed file with its lines. */
export interface FileDiff extends FileChange {
  lines: DiffLine[];
}

/** Differences between two commits, file by file. */
export async function readDiff(
  dir: string,
  from: string,
  to: string,
): Promise<FileDiff[]> {
  const changes = (await readChanges(dir, [[to, from]])).get(to) ?? [];
  const patch = (await readPatch(dir, from, to)).toString('utf8');
  // No line of a hunk can begin so: each begins with a blank, a sign or a backslash
  const patches = patch.split(/^diff --git /m).slice(1);
  return changes.map((change, i) => ({
    ...change,
    lines: parseHunks(patches[i] ?? ''),
  }));
}

/** The difference as a unified patch. */
export function readPatch(
  dir: string,
  from: string,
  to: string,
): Promise<Buffer> {
  return git(
    ['diff-tree', '-r', '-p', '-M', '--no-color', '--no-ext-diff', from, to],
    { dir },
  );
}

const kinds: Record<string, DiffLine['kind']> = {
  '+': 'added',
  '-': 'deleted',
  ' ': 'context',
};

/** Lines of one file's patch, from its first hunk on. */
export function parseHunks(patch: string): DiffLine[] {
  const lines = patch.split('\n');
  const first = lines.findIndex(line => line.startsWith('@@ '));
  if (first < 0) return [];
  let oldLine = 0;
  let newLine = 0;
  return lines.slice(first, patch.endsWith('\n') ? -1 : undefined).map(line => {
    const start = /^@@ -(\d+)(?:,\d+)? \+(\d+)/.exec(line);
    if (start) {
      oldLine = Number(start[1]);
      newLine = Number(start[2]);
      return { kind: 'hunk', text: line };
    }
    const kind = kinds[line[0]] ?? 'note';
    return {
      kind,
      text: kind === 'note' ? line.replace(/^\\ /, '') : line.slice(1),
      oldLine: kind === 'context' || kind === 'deleted' ? oldLine++ : undefined,
      newLine: kind === 'context' || kind === 'added' ? newLine++ : undefined,
    };
  });
}
