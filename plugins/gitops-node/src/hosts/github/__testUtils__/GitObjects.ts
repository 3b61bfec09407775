import { createHash } from 'node:crypto';
import {
  blobSha,
  FileChange,
  MemoryFile,
  MemoryGit,
} from '../../__testUtils__/MemoryGit';

type Tree = ReadonlyMap<string, MemoryFile>;

export interface TreeItem {
  path: string;
  mode: string;
  type: 'blob' | 'tree' | 'commit';
  sha: string;
  size?: number;
}

/** Blobs and trees of a {@link MemoryGit} by their names, those too that no commit has yet. */
export class GitObjects {
  readonly #blobs = new Map<string, Buffer>();
  readonly #trees = new Map<string, Tree>();

  constructor(private readonly git: MemoryGit) {}

  addBlob(bytes: Buffer): string {
    const sha = blobSha({ bytes, mode: '100644' });
    this.#blobs.set(sha, bytes);
    return sha;
  }

  blob(sha: string): Buffer | undefined {
    const known = this.#blobs.get(sha);
    if (known) return known;
    for (const head of this.git.branches.values())
      for (const commit of this.git.history(head))
        for (const file of commit.tree.values())
          if (blobSha(file) === sha) return file.bytes;
    return undefined;
  }

  addTree(tree: Tree): string {
    const lines = [...tree].map(
      ([path, file]) => `${file.mode} ${blobSha(file)} ${path}`,
    );
    const sha = createHash('sha1')
      .update(lines.sort().join('\n'))
      .digest('hex');
    this.#trees.set(sha, tree);
    return sha;
  }

  /** By its own name, or by what names a commit. */
  tree(name: string): Tree | undefined {
    return this.#trees.get(name) ?? this.git.resolve(name)?.tree;
  }

  /** What is directly in a tree; each of its directories becomes a tree of its own. */
  items(tree: Tree): TreeItem[] {
    const directories = new Map<string, Map<string, MemoryFile>>();
    const items: TreeItem[] = [];
    for (const [path, file] of tree) {
      const [name, ...below] = path.split('/');
      if (below.length > 0) {
        const own = directories.get(name) ?? new Map();
        directories.set(name, own.set(below.join('/'), file));
      } else {
        items.push({ path: name, ...itemOf(file) });
      }
    }
    for (const [path, own] of directories)
      items.push({
        path,
        mode: '040000',
        type: 'tree',
        sha: this.addTree(own),
      });
    return items;
  }

  /** The same of all directories below, which stand before what is in them. */
  allItems(tree: Tree): TreeItem[] {
    return this.items(tree).flatMap(item => {
      const own = item.type === 'tree' ? this.#trees.get(item.sha) : undefined;
      const below = own ? this.allItems(own) : [];
      return [
        item,
        ...below.map(one => ({ ...one, path: `${item.path}/${one.path}` })),
      ];
    });
  }

  /** A commit of a whole tree. */
  commit(options: { tree: Tree; parents: string[]; message: string }): string {
    const before = this.git.commit(options.parents[0])?.tree ?? new Map();
    const paths = new Set([...before.keys(), ...options.tree.keys()]);
    const files = [...paths].map((path): [string, FileChange] => [
      path,
      options.tree.get(path) ?? null,
    ]);
    const { parents, message } = options;
    return this.git.write({ parents, message, files });
  }
}

function itemOf(file: MemoryFile): Omit<TreeItem, 'path'> {
  const { mode } = file;
  if (mode === '160000') return { mode, type: 'commit', sha: blobSha(file) };
  return { mode, type: 'blob', sha: blobSha(file), size: file.bytes.length };
}
