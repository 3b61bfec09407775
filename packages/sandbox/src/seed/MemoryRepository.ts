import { createHash } from 'crypto';
import { GitRepository } from '../git/GitRepository';

export interface MemoryCommit {
  sha: string;
  author: string;
  /** ISO 8601 */
  date: string;
  message: string;
  files: ReadonlyMap<string, string>;
}

/** A Git repository without Git: one branch, in memory. For tests that need no forge. */
export class MemoryRepository implements GitRepository {
  readonly url: string;
  readonly #commits: MemoryCommit[] = [];
  readonly #listeners = new Set<
    (change: { branch: string; commit: string }) => void
  >();

  constructor(options: { url: string }) {
    this.url = options.url;
  }

  /** Oldest first */
  get commits(): readonly MemoryCommit[] {
    return this.#commits;
  }

  /** Adds a commit to `main`; null deletes a file. Tells listeners. */
  async commit(change: {
    message: string;
    author: string;
    date?: string;
    files: ReadonlyMap<string, string | null>;
  }): Promise<string> {
    const parent = this.#commits[this.#commits.length - 1];
    const files = new Map(parent?.files ?? []);
    for (const [path, text] of change.files) {
      if (text === null) files.delete(path);
      else files.set(path, text);
    }
    const date = change.date ?? new Date().toISOString();
    const hash = createHash('sha1').update(
      `${parent?.sha}${change.message}${change.author}${date}`,
    );
    for (const [path, text] of change.files)
      hash.update(`${path}\u0000${text}`);
    const sha = hash.digest('hex');
    this.#commits.push({
      sha,
      author: change.author,
      date,
      message: change.message,
      files,
    });
    for (const listener of this.#listeners)
      listener({ branch: 'main', commit: sha });
    return sha;
  }

  async head(branch: string): Promise<string | undefined> {
    return branch === 'main'
      ? this.#commits[this.#commits.length - 1]?.sha
      : undefined;
  }

  async files(commit: string): Promise<ReadonlyMap<string, string>> {
    return this.#find(commit).files;
  }

  async metadata(
    commit: string,
  ): Promise<{ author: string; date: string; message: string }> {
    const { author, date, message } = this.#find(commit);
    return { author, date, message };
  }

  onChange(
    listener: (change: { branch: string; commit: string }) => void,
  ): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #find(sha: string): MemoryCommit {
    const commit = this.#commits.find(candidate => candidate.sha === sha);
    if (!commit) throw new Error(`Unknown commit ${sha}`);
    return commit;
  }
}
