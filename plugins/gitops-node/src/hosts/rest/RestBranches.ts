import type { BranchChange, CallOptions } from '../GitHost';
import { changing } from './changing';
import { ensureBranch } from './ensureBranch';
import type { OneAtATime } from './OneAtATime';
import { remakeBranch, ShownCommit } from './remakeBranch';
import { plainFiles, RestReader, RestReaderOptions } from './RestReader';

export interface RestRepositoryOptions extends RestReaderOptions {
  /** Of the host */
  works: OneAtATime;
}

/** How every host behind a REST API makes branches: found before they are made. */
export abstract class RestBranches extends RestReader {
  readonly #works: OneAtATime;

  constructor(options: RestRepositoryOptions) {
    super(options);
    this.#works = options.works;
  }

  /** Makes the branch with its commit, and answers its head. */
  protected abstract push(
    change: BranchChange,
    options: CallOptions,
  ): Promise<string>;

  /**
   * For hosts that need several requests for a branch: goes on with one that was left half made,
   * and answers its head. Undefined where the branch is not a part of what is asked for.
   */
  protected complete?(
    change: BranchChange,
    head: string,
    options: CallOptions,
  ): Promise<string | undefined>;

  /** Success too where there is none. */
  protected abstract removeBranch(
    branch: string,
    options: CallOptions,
  ): Promise<void>;

  async ensureBranch(
    change: BranchChange,
    options: CallOptions,
  ): Promise<{ head: string; made: boolean }> {
    const plainChange = { ...change, files: plainFiles(change.files) };
    return this.alone(['branch', change.branch], options, () =>
      ensureBranch(this, plainChange, options, {
        make: () =>
          changing(this, options, () => this.push(plainChange, options)),
        differing: of => this.differing(of, options),
        complete: async head =>
          changing(this, options, async () =>
            this.complete?.(plainChange, head, options),
          ),
      }),
    );
  }

  /** For hosts that can replace a branch. */
  protected async remake(
    change: BranchChange & { expectedHead: string },
    options: CallOptions,
    host: {
      replace(change: BranchChange): Promise<string>;
      show(commit: string): Promise<ShownCommit>;
    },
  ): Promise<{ head: string }> {
    const plainChange = { ...change, files: plainFiles(change.files) };
    return this.alone(['branch', change.branch], options, () =>
      remakeBranch(this, plainChange, options, {
        replace: () => changing(this, options, () => host.replace(plainChange)),
        show: host.show,
        differing: of => this.differing(of, options),
      }),
    );
  }

  /**
   * Hosts don't: Gitea opens as many pull requests of the same branches as are asked for at once,
   * merges one twice, and lets nobody make a branch that is just being made; Bitbucket tells two
   * that they opened the same one. Other processes aren't waited for.
   */
  protected alone<T>(
    what: readonly (string | number)[],
    options: CallOptions,
    work: () => Promise<T>,
  ): Promise<T> {
    const key = JSON.stringify([this.name, ...what]);
    return this.#works.run(key, options.signal, work);
  }
}
