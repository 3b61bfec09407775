import { createHash } from 'node:crypto';
import type { CallOptions } from '../GitHost';
import { encoded } from '../rest/encoded';
import { inParallel } from '../rest/inParallel';
import type { RestApi } from '../rest/RestApi';
import * as schemas from './schemas';

/**
 * More files than this are looked for in one answer of the whole tree, rather than directory by
 * directory.
 */
const MANY_FILES = 10;

const FILES = ['100644', '100755'] as const;

export type FileMode = (typeof FILES)[number];

/**
 * Git's own tree of one commit, directory by directory; each is asked for once. It has the modes,
 * and directories of any length.
 */
export class TreeReader {
  readonly #directories = new Map<string, Promise<schemas.TreeEntry[]>>();

  constructor(
    private readonly api: RestApi,
    /** SHA of the root's tree, or what names a commit */
    private readonly root: string,
    private readonly options: CallOptions,
  ) {}

  async at(path: string): Promise<schemas.TreeEntry | undefined> {
    const parts = path.split('/');
    const name = parts.pop()!;
    const entries = await this.entriesIn(parts.join('/'));
    return entries.find(one => one.path === name);
  }

  /** Empty where there is no such directory. */
  entriesIn(directory: string): Promise<schemas.TreeEntry[]> {
    const known = this.#directories.get(directory);
    if (known) return known;
    const entries = this.#read(directory);
    this.#directories.set(directory, entries);
    return entries;
  }

  async #read(directory: string): Promise<schemas.TreeEntry[]> {
    const own = directory === '' ? undefined : await this.at(directory);
    if (directory !== '' && own?.type !== 'tree') return [];
    const { tree } = await this.api.json(
      treeOf(own?.sha ?? this.root, this.options),
      schemas.tree,
    );
    return tree;
  }
}

/**
 * What Git's own tree has at each of the paths; those where it has nothing are left out. A tree
 * that is too long for one answer (100,000 entries or 7 MB) is read directory by directory.
 *
 * @param root - SHA of the tree, or what names a commit
 */
export async function entriesAt(
  api: RestApi,
  { root, paths }: { root: string; paths: readonly string[] },
  options: CallOptions,
): Promise<ReadonlyMap<string, schemas.TreeEntry>> {
  const whole =
    paths.length > MANY_FILES
      ? await api.json(
          { ...treeOf(root, options), query: { recursive: '1' } },
          schemas.tree,
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

/** Neither a link, nor a directory or submodule. */
export function isFileMode(mode: string): mode is FileMode {
  return FILES.some(one => one === mode);
}

/**
 * Whether a tree has a file with these bytes; null is none at all. By the name that Git gives to a
 * content, so that it needn't be read.
 */
export function holds(
  entry: schemas.TreeEntry | undefined,
  bytes: Uint8Array | null,
): boolean {
  if (!entry || bytes === null) return !entry && bytes === null;
  const sha = createHash('sha1')
    .update(`blob ${bytes.length}\0`)
    .update(bytes)
    .digest('hex');
  return isFileMode(entry.mode) && entry.sha === sha;
}

function treeOf(name: string, { signal }: CallOptions) {
  return { path: `/git/trees/${encoded(name)}`, signal };
}
