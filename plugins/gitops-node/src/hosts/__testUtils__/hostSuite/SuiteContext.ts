import type { BranchChange, GitHost, GitRepository } from '../../GitHost';
import { GitHostError, GitHostProblem } from '../../GitHostError';
import { HostSubject, image } from './HostSubject';

/** The subject of the test that runs, made anew for each. */
export class SuiteContext {
  #subject?: HostSubject;

  constructor(makeSubject: () => Promise<HostSubject>) {
    beforeEach(async () => {
      this.#subject = await makeSubject();
    });
    afterEach(() => this.#subject?.close());
  }

  get subject(): HostSubject {
    return this.#subject!;
  }

  get repository(): GitRepository {
    return this.of(this.subject.host);
  }

  /** The same repository, seen with other credentials. */
  of(host: GitHost): GitRepository {
    return host.repository(this.subject.url);
  }

  /** A change of one line on top of `main`. */
  async change(
    overrides: Partial<Omit<BranchChange, 'base'>> = {},
  ): Promise<BranchChange> {
    const sha = await this.repository.head('main', options());
    return {
      branch: 'gitops/promote-pricing',
      base: { branch: 'main', sha: sha! },
      files: new Map([[image, bytes('newTag: 1.5.0\n')]]),
      message: 'Promote pricing to production\n\nAs planned.\n\nBy: Ana',
      ...overrides,
    };
  }

  /** A branch with its pull request, both made by us. */
  async opened() {
    const { branch, base, ...change } = await this.change();
    const { head } = await this.repository.ensureBranch(
      { branch, base, ...change },
      options(),
    );
    const { pullRequest } = await this.repository.ensurePullRequest(
      { branch, base: base.branch, title: 'Promote pricing', body: 'By Ana' },
      options(),
    );
    return { branch, base: base.branch, head, number: pullRequest.number };
  }
}

/** Of a caller that has half a minute. */
export function options(): { signal: AbortSignal } {
  return { signal: AbortSignal.timeout(30_000) };
}

export function bytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text));
}

/** What was thrown, for a look at all of it. */
export async function thrownBy(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    value => {
      throw new Error(`Nothing was thrown, but ${JSON.stringify(value)}`);
    },
    error => error,
  );
}

/** The problem of what was thrown; undefined where nothing was. */
export async function problemOf(
  work: Promise<unknown>,
): Promise<GitHostProblem | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof GitHostError) return error.problem;
    throw error;
  }
}
