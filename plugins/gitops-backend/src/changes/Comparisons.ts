import type {
  CallOptions,
  Comparison,
  GitRepository,
} from 'backstage-plugin-gitops-node';
import { LRUCache } from 'lru-cache';
import { memoize } from '../memoize';

/** What is between two commits never changes. */
const MAX_HELD = 300;

/** What is asked for: two full SHAs, and the service's folder, empty for the whole repository. */
interface Range {
  readonly from: string;
  readonly to: string;
  readonly folder: string;
}

/** What is between two commits. */
export interface Compared {
  /** Whether the service's folder is there, and only its commits are told */
  readonly isInFolder: boolean;
  readonly added: Comparison;
  readonly takenBack: Comparison;
}

/** Thrown so that it is not held: the host may come to know the commit. */
class NotComparable extends Error {}

/** Compares commits in both directions, each pair once. */
export class Comparisons {
  readonly #held = new LRUCache<string, Promise<Compared>>({ max: MAX_HELD });

  /** Undefined where the host does not know one of the commits. @throws GitHostError */
  async of(
    repository: GitRepository,
    range: Range,
    options: CallOptions,
  ): Promise<Compared | undefined> {
    const key = JSON.stringify([
      repository.url,
      range.from,
      range.to,
      range.folder,
    ]);
    try {
      return await memoize(
        this.#held,
        key,
        () => compare(repository, range, options),
        options.signal,
      );
    } catch (error) {
      if (error instanceof NotComparable) return undefined;
      throw error;
    }
  }
}

async function compare(
  repository: GitRepository,
  { from, to, folder }: Range,
  options: CallOptions,
): Promise<Compared> {
  const isInFolder =
    folder === '' || (await isThere(repository, folder, [from, to], options));
  const path = isInFolder ? folder : '';
  const [added, takenBack] = await Promise.all([
    repository.compare({ from, to, path }, options),
    repository.compare({ from: to, to: from, path }, options),
  ]);
  if (!added || !takenBack) throw new NotComparable();
  return { isInFolder, added, takenBack };
}

/** Whether one of the commits has the folder: the address of its page may be read wrongly. */
async function isThere(
  repository: GitRepository,
  path: string,
  refs: readonly string[],
  options: CallOptions,
): Promise<boolean> {
  const lists = await Promise.all(
    refs.map(ref => repository.list({ path, ref }, options)),
  );
  return lists.some(entries => entries.length > 0);
}
