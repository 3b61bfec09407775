import { mkdir, stat } from 'node:fs/promises';
import { git, gitText } from './git';
import { Mutex } from './Mutex';
import { isBranchName, isFullSha } from './refNames';
import { readObjects } from './objects';
import { readTree } from './tree';

/** A branch that moved. `before` is absent for a new branch, `after` for a deleted one. */
export interface BranchChange {
  branch: string;
  before?: string;
  after?: string;
  /** Login of who did it */
  by: string;
}

const filesKept = 8;

/**
 * A bare repository on disk that only this process writes to. Branches are kept in memory, so that
 * asking for a head costs nothing; every write goes through {@link write}, one after another.
 */
export class BareRepository {
  private readonly lock = new Mutex();
  private readonly listeners = new Set<(change: BranchChange) => void>();
  private readonly filesOfCommits = new Map<
    string,
    Promise<ReadonlyMap<string, string>>
  >();
  private branches: ReadonlyMap<string, string> = new Map();

  private constructor(readonly dir: string) {}

  /** Makes an empty repository. @throws where the folder exists */
  static async create(
    dir: string,
    defaultBranch: string,
  ): Promise<BareRepository> {
    if (await stat(dir).catch(() => undefined))
      throw new Error(`${dir} exists already; give an empty data folder`);
    await mkdir(dir, { recursive: true });
    await git(['init', '--quiet', '--bare', '--template=', dir]);
    await git(['symbolic-ref', 'HEAD', `refs/heads/${defaultBranch}`], { dir });
    return new BareRepository(dir);
  }

  /** Commits of the branches by name */
  heads(): ReadonlyMap<string, string> {
    return this.branches;
  }

  /** Full id of a branch, tag or (abbreviated) commit; undefined where there is none. */
  async resolve(ref: string): Promise<string | undefined> {
    const head = this.branches.get(ref.replace(/^refs\/heads\//, ''));
    if (head) return head;
    if (isFullSha(ref))
      return (await readObjects(this.dir, [ref]))[0]?.type === 'commit'
        ? ref
        : undefined;
    const names = isBranchName(ref)
      ? [`refs/tags/${ref.replace(/^refs\/tags\//, '')}`]
      : [];
    if (/^refs\/pull\/\d+\/head$/.test(ref)) names.push(ref);
    if (/^[0-9a-f]{4,39}$/.test(ref)) names.push(ref);
    for (const name of names) {
      const args = ['rev-parse', '--verify', '--quiet', `${name}^{commit}`];
      const sha = (await git(args, { dir: this.dir, allowedExitCodes: [0, 1] }))
        .toString('utf8')
        .trim();
      if (sha) return sha;
    }
    return undefined;
  }

  /** Text of every file of a commit. @throws where the commit is unknown */
  files(commit: string): Promise<ReadonlyMap<string, string>> {
    const known = this.filesOfCommits.get(commit);
    if (known) return known;
    const files = this.readFiles(commit);
    this.filesOfCommits.set(commit, files);
    files.catch(() => this.filesOfCommits.delete(commit));
    const [oldest] = this.filesOfCommits.keys();
    if (this.filesOfCommits.size > filesKept)
      this.filesOfCommits.delete(oldest);
    return files;
  }

  private async readFiles(
    commit: string,
  ): Promise<ReadonlyMap<string, string>> {
    const sha = await this.resolve(commit);
    if (!sha) throw new Error(`There is no commit ${commit}`);
    const blobs = (await readTree(this.dir, sha, { recursive: true })).filter(
      entry => entry.type === 'blob',
    );
    const contents = await readObjects(
      this.dir,
      blobs.map(blob => blob.sha),
    );
    return new Map(
      blobs.map((blob, i) => [
        blob.path,
        contents[i]?.content.toString('utf8') ?? '',
      ]),
    );
  }

  /** Runs a task that may change branches, alone, and then tells which ones it changed. */
  async write<T>(by: string, task: () => Promise<T>): Promise<T> {
    return this.lock.run(async () => {
      const before = this.branches;
      try {
        return await task();
      } finally {
        this.branches = await this.readHeads();
        for (const change of changesBetween(before, this.branches)) {
          for (const listener of this.listeners) listener({ ...change, by });
        }
      }
    });
  }

  onChange(listener: (change: BranchChange) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private async readHeads(): Promise<ReadonlyMap<string, string>> {
    const output = await gitText(
      ['for-each-ref', '--format=%(objectname) %(refname)', 'refs/heads/'],
      {
        dir: this.dir,
      },
    );
    const lines = output.split('\n').filter(Boolean);
    return new Map(
      lines.map(line => [
        line.slice(41 + 'refs/heads/'.length),
        line.slice(0, 40),
      ]),
    );
  }
}

function changesBetween(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
) {
  return [...new Set([...before.keys(), ...after.keys()])]
    .map(branch => ({
      branch,
      before: before.get(branch),
      after: after.get(branch),
    }))
    .filter(change => change.before !== change.after);
}
