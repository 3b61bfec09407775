import { git } from './git';
import { remembered } from './remembered';

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

interface Listing {
  /** Directories before what is in them */
  entries: readonly TreeEntry[];
  byPath: ReadonlyMap<string, TreeEntry>;
  /** By the path of the directory, '' for the root */
  within: ReadonlyMap<string, readonly TreeEntry[]>;
}

const listingOf = remembered(32, readListing);

/**
 * Entries of a commit or tree: those at the given paths (of a path that ends with a slash, what is
 * in that directory), or (with `recursive`) everything below.
 *
 * @param sha - in full
 * @throws GitError where there is no such commit or tree
 */
export async function readTree(
  dir: string,
  sha: string,
  options: { paths?: readonly string[]; recursive?: boolean } = {},
): Promise<readonly TreeEntry[]> {
  const { entries, byPath, within } = await listingOf(dir, sha);
  const { paths, recursive } = options;
  if (paths)
    return paths.flatMap(path =>
      path.endsWith('/')
        ? within.get(path.slice(0, -1)) ?? []
        : byPath.get(path) ?? [],
    );
  return recursive ? entries : within.get('') ?? [];
}

async function readListing(dir: string, sha: string): Promise<Listing> {
  const output = await git(
    ['ls-tree', '-z', '--long', '--full-tree', '-r', '-t', sha],
    { dir },
  );
  const entries = output
    .toString('utf8')
    .split('\0')
    .filter(Boolean)
    .map(parseEntry);
  const within = new Map<string, TreeEntry[]>();
  for (const entry of entries) {
    const parent = entry.path.slice(
      0,
      Math.max(0, entry.path.lastIndexOf('/')),
    );
    const others = within.get(parent);
    if (others) others.push(entry);
    else within.set(parent, [entry]);
  }
  return {
    entries,
    byPath: new Map(entries.map(entry => [entry.path, entry])),
    within,
  };
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
