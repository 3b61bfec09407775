import { createHash } from 'node:crypto';

export interface MemoryFile {
  bytes: Buffer;
  mode: '100644' | '100755' | '120000' | '160000';
}

export interface MemoryCommit {
  sha: string;
  parents: readonly string[];
  /** Every file by its path */
  tree: ReadonlyMap<string, MemoryFile>;
  message: string;
  author: { name: string; email: string };
  /** ISO 8601 */
  date: string;
}

export type FileChange =
  | Uint8Array
  | string
  | { link: string }
  | { submodule: string }
  | MemoryFile
  | null;

const someone = { name: 'Dana Developer', email: 'dana@example.com' };

/**
 * One repository as far as a Git host's API tells of it: commits, whole trees, branches and tags.
 * Its clock goes a minute with every commit.
 */
export class MemoryGit {
  readonly branches = new Map<string, string>();
  readonly tags = new Map<string, string>();
  readonly #commits = new Map<string, MemoryCommit>();
  #now = Date.parse('2026-01-05T08:00:00Z');

  /** The moment, ISO 8601; later at each call. */
  now(): string {
    this.#now += 60_000;
    return new Date(this.#now).toISOString();
  }

  /** A commit that changes `files` of its first parent. Moves no branch. */
  write(change: {
    parents: readonly string[];
    files: Iterable<readonly [string, FileChange]>;
    message: string;
    author?: { name: string; email: string };
  }): string {
    const { parents, message, author = someone } = change;
    const tree = new Map(this.commit(parents[0])?.tree);
    for (const [path, content] of change.files) {
      if (content === null) tree.delete(path);
      else tree.set(path, fileOf(content, tree.get(path)));
    }
    return this.#add({ parents, tree, message, author, date: this.now() });
  }

  /** A commit of `files` on top of a branch, which is made where it is missing. */
  commitTo(
    branch: string,
    files: Iterable<readonly [string, FileChange]>,
    message = `Change ${branch}`,
  ): string {
    const head = this.branches.get(branch);
    const sha = this.write({ parents: head ? [head] : [], files, message });
    this.branches.set(branch, sha);
    return sha;
  }

  commit(sha: string | undefined): MemoryCommit | undefined {
    return sha === undefined ? undefined : this.#commits.get(sha);
  }

  /** What a branch, tag, SHA or the first digits of one names. */
  resolve(ref: string): MemoryCommit | undefined {
    const sha = this.branches.get(ref) ?? this.tags.get(ref) ?? ref;
    const found = this.commit(sha);
    if (found || !/^[0-9a-f]{7,39}$/.test(sha)) return found;
    return [...this.#commits.values()].find(one => one.sha.startsWith(sha));
  }

  /**
   * Names directly in a directory ('' is the root), sorted; undefined where there is no such
   * directory.
   */
  entries(
    { tree }: MemoryCommit,
    directory: string,
  ): { name: string; path: string; file?: MemoryFile }[] | undefined {
    const prefix = directory === '' ? '' : `${directory}/`;
    const found = new Map<string, MemoryFile | undefined>();
    for (const [path, file] of tree) {
      if (!path.startsWith(prefix)) continue;
      const [name, ...below] = path.slice(prefix.length).split('/');
      found.set(name, below.length > 0 ? undefined : file);
    }
    if (found.size === 0 && directory !== '') return undefined;
    return [...found]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, file]) => ({ name, path: prefix + name, file }));
  }

  /** A commit and its ancestors, newest first. */
  history(sha: string): MemoryCommit[] {
    const seen = new Set<string>();
    const open = [sha];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(...(this.commit(next)?.parents ?? []));
    }
    return [...seen]
      .map(one => this.commit(one)!)
      .sort((a, b) => b.date.localeCompare(a.date));
  }

  /**
   * Those of the history that changed what a path names, leaving out merges that brought it as it
   * was on one side.
   */
  changesOf(sha: string, path: string): MemoryCommit[] {
    return this.history(sha).filter(one => {
      const before = one.parents.map(parent => this.#print(parent, path));
      const now = this.#print(one.sha, path);
      return before.length === 0 ? now !== '' : !before.includes(now);
    });
  }

  /** The files that a commit has otherwise than its first parent, sorted. */
  changedBy({ sha, parents: [parent] }: MemoryCommit): string[] {
    return [...this.#changed(parent, sha).keys()].sort();
  }

  /** Those that `to` has and `from` has not, newest first, of a path or of all. */
  between(from: string, to: string, path = ''): MemoryCommit[] {
    const before = new Set(this.history(from).map(({ sha }) => sha));
    const all = path ? this.changesOf(to, path) : this.history(to);
    return all.filter(({ sha }) => !before.has(sha));
  }

  contains(of: string, commit: string): boolean {
    return this.history(of).some(({ sha }) => sha === commit);
  }

  mergeBase(one: string, other: string): string | undefined {
    const ancestors = new Set(this.history(other).map(({ sha }) => sha));
    return this.history(one).find(({ sha }) => ancestors.has(sha))?.sha;
  }

  /** Whether both sides changed the same file in different ways since they parted. */
  conflicts(base: string, head: string): boolean {
    const theirs = this.#changed(base, head);
    return [...this.#changed(head, base)].some(([path, file]) => {
      const other = theirs.get(path);
      return other !== undefined && !same(other, file);
    });
  }

  /** The commit that brings `head` into `base`, by the method. Moves no branch. */
  merged(
    base: string,
    head: string,
    method: 'merge' | 'squash' | 'rebase',
    message: string,
  ): string {
    const files = [...this.#changed(base, head)].map(
      ([path, file]) => [path, file ?? null] as const,
    );
    const tree = new Map(this.commit(base)!.tree);
    for (const [path, file] of files)
      if (file) tree.set(path, file);
      else tree.delete(path);
    const commit = (parents: string[], text: string) =>
      this.#add({
        parents,
        tree,
        message: text,
        author: someone,
        date: this.now(),
      });
    switch (method) {
      case 'merge':
        return commit([base, head], message);
      case 'squash':
        return commit([base], message);
      default:
        // Good enough for branches of one commit
        return this.mergeBase(base, head) === base
          ? head
          : commit([base], this.commit(head)!.message);
    }
  }

  #add(commit: Omit<MemoryCommit, 'sha'>): string {
    const { parents, message, date } = commit;
    const sha = createHash('sha1')
      .update(JSON.stringify([parents, message, date]))
      .digest('hex');
    this.#commits.set(sha, { ...commit, sha });
    return sha;
  }

  /** Paths that `head` has otherwise than where it parted from `base`. */
  #changed(base: string, head: string): Map<string, MemoryFile | undefined> {
    const from = this.commit(this.mergeBase(base, head))?.tree ?? new Map();
    const to = this.commit(head)!.tree;
    const paths = new Set([...from.keys(), ...to.keys()]);
    return new Map(
      [...paths]
        .filter(path => !same(from.get(path), to.get(path)))
        .map(path => [path, to.get(path)]),
    );
  }

  /** What tells a path's content from another: a file's, or all below a directory. */
  #print(sha: string, path: string): string {
    const tree = this.commit(sha)?.tree ?? new Map<string, MemoryFile>();
    const own = [...tree]
      .filter(
        ([name]) => path === '' || name === path || name.startsWith(`${path}/`),
      )
      .map(([name, file]) => `${name} ${file.mode} ${blobSha(file)}`);
    return own.sort().join('\n');
  }
}

/** The name that Git gives to a file's content. */
export function blobSha({ bytes }: MemoryFile): string {
  return createHash('sha1')
    .update(`blob ${bytes.length}\0`)
    .update(bytes)
    .digest('hex');
}

function fileOf(
  content: Exclude<FileChange, null>,
  before?: MemoryFile,
): MemoryFile {
  if (typeof content === 'string' || content instanceof Uint8Array)
    return { bytes: Buffer.from(content), mode: before?.mode ?? '100644' };
  if ('mode' in content) return content;
  return 'link' in content
    ? { bytes: Buffer.from(content.link), mode: '120000' }
    : { bytes: Buffer.from(content.submodule), mode: '160000' };
}

function same(one?: MemoryFile, other?: MemoryFile): boolean {
  if (!one || !other) return one === other;
  return one.mode === other.mode && one.bytes.equals(other.bytes);
}
