import { InputError } from '@backstage/errors';
import type {
  DirectoryEntry,
  GitRepository,
} from 'backstage-plugin-gitops-node';
import { LRUCache } from 'lru-cache';
import { memoize } from '../../memoize';

/** How many bytes of files and directories are kept. They are of commits, so they never change. */
const MAX_BYTES = 64 * 1024 * 1024;
/** What an entry takes besides its content. */
const ENTRY_BYTES = 200;
const COMMIT = /^([0-9a-f]{40}|[0-9a-f]{64})$/;
/**
 * A branch's head is asked for again after so long: a plan in between is made on a commit that was
 * its head.
 */
const HEAD_MS = 3_000;
const MAX_HEADS = 1_000;

type Content = Uint8Array | DirectoryEntry[] | undefined;

/** A repository's files at the head of one branch, or at a tag or commit. */
export interface Snapshot {
  readonly repository: GitRepository;
  /** Name of the branch, else the tag or commit */
  readonly branch: string;
  /** Whether commits can be made on it: a tag or commit can be read only */
  readonly isBranch: boolean;
  /** The commit; a tag's name if it is read at a tag */
  readonly base: string;
  /** @throws InputError for what is no text, GitHostError */
  read(path: string): Promise<string | undefined>;
  list(directory: string): Promise<DirectoryEntry[]>;
}

/** Reads repositories for plans. */
export class Snapshots {
  readonly #repositoryOf: (url: string) => GitRepository;
  readonly #heads: LRUCache<
    string,
    Promise<Pick<Snapshot, 'branch' | 'base' | 'isBranch'>>
  >;
  readonly #contents = new LRUCache<string, { content: Content }>({
    maxSize: MAX_BYTES,
  });
  readonly #loading = new Map<string, Promise<Content>>();

  constructor(options: {
    repositoryOf(url: string): GitRepository;
    now(): number;
  }) {
    this.#repositoryOf = options.repositoryOf;
    this.#heads = new LRUCache({ max: MAX_HEADS, ttl: HEAD_MS, perf: options });
  }

  /**
   * @param ref - a branch, tag or commit, or `HEAD` for the default branch
   * @throws InputError if no host has the address, GitHostError
   */
  async at(url: string, ref: string, signal: AbortSignal): Promise<Snapshot> {
    const repository = this.#repositoryOf(url);
    const head = await memoize(
      this.#heads,
      `${repository.url} ${ref}`,
      async () => {
        const branch = isDefault(ref)
          ? (await repository.get({ signal })).defaultBranch
          : ref.replace(/^refs\/(heads|tags)\//, '');
        const sha = ref.startsWith('refs/tags/')
          ? undefined
          : await repository.head(branch, { signal });
        return { branch, base: sha ?? branch, isBranch: sha !== undefined };
      },
      signal,
    );
    const { base } = head;
    const load = <T extends Content>(what: string, read: () => Promise<T>) =>
      // A tag may be moved
      COMMIT.test(base)
        ? (this.#load(
            `${repository.url} ${base} ${what}`,
            read,
            signal,
          ) as Promise<T>)
        : read();
    return {
      ...head,
      repository,
      read: async path => {
        const bytes = await load(`file ${path}`, () =>
          repository.read({ path, ref: base }, { signal }),
        );
        return bytes === undefined
          ? undefined
          : textOf(bytes, `${path} in ${repository.name}`);
      },
      list: path =>
        load(`directory ${path}`, () =>
          repository.list({ path, ref: base }, { signal }),
        ),
    };
  }

  #load(
    key: string,
    read: () => Promise<Content>,
    signal: AbortSignal,
  ): Promise<Content> {
    const known = this.#contents.get(key);
    if (known) return Promise.resolve(known.content);
    const load = async () => {
      const content = await read();
      const size = sizeOf(content) + 2 * key.length;
      this.#contents.set(key, { content }, { size });
      // From now on, what is kept of it counts its bytes
      this.#loading.delete(key);
      return content;
    };
    return memoize(this.#loading, key, load, signal);
  }

  /** The heads of branches are asked for again. */
  forgetHeads(): void {
    this.#heads.clear();
  }
}

/** Bytes in memory: a character takes two. */
function sizeOf(content: Content): number {
  if (content === undefined) return ENTRY_BYTES;
  if (content instanceof Uint8Array) return ENTRY_BYTES + content.length;
  return content.reduce(
    (sum, { name, path }) =>
      sum + ENTRY_BYTES + 2 * (name.length + path.length),
    ENTRY_BYTES,
  );
}

function isDefault(ref: string): boolean {
  return ref === '' || ref === 'HEAD';
}

function textOf(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      bytes,
    );
  } catch {
    throw new InputError(`${name} is not UTF-8 text, so it can't be edited`);
  }
}
