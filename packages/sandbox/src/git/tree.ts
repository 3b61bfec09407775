import { git } from './git';

/** One entry of a directory of a commit. */
export interface TreeEntry {
  /** Such as `100644`, `040000` */
  mode: string;
  type: 'blob' | 'tree' | 'commit';
  sha: string;
  /** Bytes; 0 for what is no file */
  size: number;
  /** From the root of the repository */
  path: string;
}

/** Entries of a commit or tree: those at the given paths, or (with `recursive`) everything below. */
export async function readTree(
  dir: string,
  treeish: string,
  options: { paths?: readonly string[]; recursive?: boolean } = {},
): Promise<TreeEntry[]> {
  const flags = options.recursive ? ['-r', '-t'] : [];
  const args = ['ls-tree', '-z', '--long', '--full-tree', ...flags, treeish];
  const output = await git(
    [...args, ...(options.paths ? ['--', ...options.paths] : [])],
    { dir },
  );
  return output.toString('utf8').split('\0').filter(Boolean).map(parseEntry);
}

function parseEntry(line: string): TreeEntry {
  const tab = line.indexOf('\t');
  const [mode, type, sha, size] = line.slice(0, tab).split(/ +/);
  return {
    mode,
    type: type as TreeEntry['type'],
    sha,
    size: size === '-' ? 0 : Number(size),
    path: line.slice(tab + 1),
  };
}
