import { InputError } from '@backstage/errors';
import type {
  DirectoryEntry,
  GitRepository,
} from 'backstage-plugin-gitops-node';
import { LRUCache } from 'lru-cache';
import { memoize } from '../../memoize';

/** Files at a commit never change, so they are read once. */
const MAX_BYTES = 64 * 1024 * 1024;
/** A branch's head is asked for again after so long: what is planned in between is on a commit that was its head. */
const HEAD_MS = 3_000;
const MAX_HEADS = 1_000;

/** A repository's files at the head of one branch. */
export interface Snapshot {
  readonly repository: GitRepository;
  readonly branch: string;
  /** The commit */
  readonly base: string;
  /** @throws InputError for what is no text, GitHostError */
  read(path: string): Promise<string | undefined>;
  list(directory: string): Promise<DirectoryEntry[]>;
}

/** Reads repositories for plans. */
export class Snapshots {
  readonly #repositoryOf: (url: string) => GitRepository;
  readonly #heads: LRUCache<string, Promise<[branch: string, sha: string]>>;
  readonly #contents = new LRUCache<
    string,
    Promise<Uint8Array | DirectoryEntry[] | undefined>
  >({ maxSize: MAX_BYTES, sizeCalculation: () => 4 * 1024 });

  constructor(options: {
    repositoryOf(url: string): GitRepository;
    now(): number;
  }) {
    this.#repositoryOf = options.repositoryOf;
    this.#heads = new LRUCache({ max: MAX_HEADS, ttl: HEAD_MS, perf: options });
  }

  /**
   * @param ref - a branch, or `HEAD` for the default one
   * @throws InputError where no host has the address or there is no such branch, GitHostError
   */
  async at(url: string, ref: string, signal: AbortSignal): Promise<Snapshot> {
    const repository = this.#repositoryOf(url);
    const [branch, base] = await memoize(
      this.#heads,
      `${repository.url} ${ref}`,
      async () => {
        const name = isDefault(ref)
          ? (await repository.get({ signal })).defaultBranch
          : ref;
        const sha = await repository.head(name, { signal });
        if (sha === undefined)
          throw new InputError(
            `${repository.name} has no branch ${name}, which Argo CD reads. Only what follows a branch can be promoted by pull request`,
          );
        return [name, sha];
      },
    );
    const at = (what: string, path: string) =>
      `${repository.url} ${base} ${what} ${path}`;
    return {
      repository,
      branch,
      base,
      read: async path => {
        const bytes = await memoize(this.#contents, at('file', path), () =>
          repository.read({ path, ref: base }, { signal }),
        );
        return bytes === undefined
          ? undefined
          : textOf(bytes as Uint8Array, `${path} in ${repository.name}`);
      },
      list: async path =>
        (await memoize(this.#contents, at('directory', path), () =>
          repository.list({ path, ref: base }, { signal }),
        )) as DirectoryEntry[],
    };
  }

  /** The heads of branches are asked for again. */
  forgetHeads(): void {
    this.#heads.clear();
  }
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
    throw new InputError(`${name} is no text in UTF-8, so it is not edited`);
  }
}
