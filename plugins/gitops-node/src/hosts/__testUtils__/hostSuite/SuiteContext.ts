import { inspect } from 'node:util';
import type { BranchChange, GitHost, GitRepository } from '../../GitHost';
import { GitHostError, GitHostProblem } from '../../GitHostError';
import { HostSubject, image } from './HostSubject';

/** The subject of the running test, created for each. */
export class SuiteContext<S extends HostSubject = HostSubject> {
  #subject?: S;

  constructor(makeSubject: () => Promise<S>) {
    beforeEach(async () => {
      this.#subject = await makeSubject();
    });
    afterEach(() => this.#subject?.close());
  }

  get subject(): S {
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

  /** A branch made by us. */
  async pushed() {
    const change = await this.change();
    const { head } = await this.repository.ensureBranch(change, options());
    return { branch: change.branch, base: change.base.branch, head };
  }

  /** A branch with its pull request, both made by us. */
  async opened() {
    const { branch, base, head } = await this.pushed();
    const { pullRequest } = await this.repository.ensurePullRequest(
      { branch, base, title: 'Promote pricing', body: 'By Ana' },
      options(),
    );
    return { branch, base, head, number: pullRequest.number };
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

/** That what was thrown is one of our errors, and all of it fit to be shown. */
export async function expectTold(
  { subject }: SuiteContext,
  work: Promise<unknown>,
  expected: object,
): Promise<void> {
  const error = await thrownBy(work);
  expect(error).toMatchObject({ name: 'GitHostError', ...expected });
  expect(inspect(error, { depth: 10 })).not.toContain(subject.secret);
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
