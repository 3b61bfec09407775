import type { CallOptions } from '../GitHost';
import type { GitHubApi } from './GitHubApi';
import * as schemas from './schemas';

/** Git's own tree of one commit, directory by directory; each is asked for once. It has the modes, and directories of any length. */
export class TreeReader {
  readonly #directories = new Map<string, Promise<schemas.TreeEntry[]>>();

  constructor(
    private readonly api: GitHubApi,
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
    const found = await this.api.ask(
      schemas.tree,
      this.options,
      (rest, common) =>
        rest.git.getTree({ ...common, tree_sha: own?.sha ?? this.root }),
    );
    return found.tree;
  }
}
