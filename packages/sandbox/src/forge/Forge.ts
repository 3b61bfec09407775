import type { IncomingMessage, ServerResponse } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FoundPullRequest } from '../argocd/generators/pullRequests';
import type { GitRepository } from '../git/GitRepository';
import type { Access } from './access';
import { createRepository, type RepositoryOptions } from './createRepository';
import { Failures } from './failures/Failures';
import { ForgeState } from './ForgeState';
import { handleRequest } from './handleRequest';
import { tokenLogin } from './http/authenticate';

/** A repository that the forge serves. */
export interface ForgeRepository extends GitRepository {
  readonly owner: string;
  readonly name: string;
  readonly defaultBranch: string;
  /** Page of the repository */
  readonly htmlUrl: string;
  /**
   * Adds a commit to a branch, which is made from the default branch where it is new.
   * Tells listeners and webhooks. Returns the new commit.
   */
  commit(change: {
    branch: string;
    message: string;
    /** `Name <address>` */
    author: string;
    files: ReadonlyMap<string, string | null>;
  }): Promise<string>;
}

/** A small Git forge with a Gitea-shaped API over real bare repositories. */
export interface Forge {
  /** Answers a request of a `node:http` server; false where the path isn't the forge's */
  handler(req: IncomingMessage, res: ServerResponse): Promise<boolean>;
  /** Tells the forge where it listens, such as `http://127.0.0.1:3100` */
  setBaseUrl(url: string): void;
  /** @throws where the names are unfit or taken, or the data folder holds the repository already */
  createRepository(options: RepositoryOptions): Promise<ForgeRepository>;
  /**
   * An owner that may be without repositories; in it, the token's user may make some. Teams, by
   * their names in lower case, have no members: what people may do does not depend on them
   */
  ensureOrganisation(
    name: string,
    teams?: Readonly<Record<string, Access>>,
  ): void;
  repository(owner: string, name: string): ForgeRepository | undefined;
  /** Newest first; empty if the repository does not exist */
  openPullRequests(owner: string, name: string): FoundPullRequest[];
  /** Tells when any pull request was opened, changed or closed. */
  onPullRequest(listener: () => void): void;
  /** Failures that a test or the control page asks for */
  readonly failures: Failures;
  /** Ends deliveries and hanging requests; removes the data folder unless one was given */
  close(): Promise<void>;
}

export interface ForgeOptions {
  /** Where repositories are kept; default a temporary folder that is removed on close */
  dataDir?: string;
  /** What the API and pushes accept; people's tokens are made from it */
  token: string;
  clock?: () => Date;
  /**
   * Waits for the simulated runs of workflows, and returns what cancels it; default the machine's
   * timers
   */
  after?: (ms: number, callback: () => void) => () => void;
  /**
   * Told of every failure of the forge itself, which callers see as a 500; default a process
   * warning
   */
  onError?: (error: unknown) => void;
  /** Heading of the pages */
  title?: string;
}

/** Starts a forge; it listens nowhere by itself. */
export async function createForge(options: ForgeOptions): Promise<Forge> {
  const dataDir =
    options.dataDir ?? (await mkdtemp(join(tmpdir(), 'sandbox-forge-')));
  const {
    token,
    title = 'Sandbox forge',
    clock = () => new Date(),
    after = afterTimeout,
    onError = warn,
  } = options;
  const state = new ForgeState({
    token,
    dataDir,
    title,
    clock,
    after,
    onError,
  });
  const failures = new Failures();
  state.users.ensure(tokenLogin);

  return {
    failures,
    handler: (req, res) => handleRequest(state, failures, req, res),
    setBaseUrl(url) {
      state.baseUrl = url.replace(/\/+$/, '');
    },
    createRepository: repository => createRepository(state, repository),
    ensureOrganisation: (name, teams) =>
      void state.ensureOrganisation(name, teams),
    repository: (owner, name) => state.repository(owner, name),
    openPullRequests: (owner, name) =>
      (state.repository(owner, name)?.pulls.list('open') ?? []).map(pull => ({
        number: pull.number,
        title: pull.title,
        author: pull.poster.login,
        branch: pull.headBranch,
        targetBranch: pull.baseBranch,
        headSha: pull.headSha,
        labels: pull.labels.map(label => label.name),
      })),
    onPullRequest: listener => void state.onPullRequest.add(listener),
    async close() {
      failures.close();
      await Promise.all(
        [...state.repositories.values()].flatMap(({ webhooks, actions }) => [
          actions?.close(),
          webhooks.close(),
        ]),
      );
      // Git may still be at work there for a client that has gone
      if (!options.dataDir)
        await rm(dataDir, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

function afterTimeout(ms: number, callback: () => void): () => void {
  const timer = setTimeout(callback, ms);
  timer.unref();
  return () => clearTimeout(timer);
}

function warn(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : String(error));
}
