import { setTimeout as sleep } from 'node:timers/promises';
import { ConflictError } from '@backstage/errors';
import {
  GitHostError,
  type GitRepository,
  type Requester,
} from 'backstage-plugin-gitops-node';
import { taskTrailer, trailersOf } from '../requester/trailers';
import { push, Push } from './push';

/** A host may answer a first push before it takes note of it. */
const NOTED_MS = 3_000;
/** Gitea 1.26 panics (500) when it is asked for the branch meanwhile, for a second or two. */
const PANIC_MS = 10_000;
const LOOK_MS = 100;
const MAX_COMMITS = 50;

/** What the first commit of a repository is to be. */
export interface FirstCommit {
  /** Whether the repository was made a moment ago, so that there can be no commit in it */
  isNew: boolean;
  branch: string;
  message: string;
  author: Push['author'];
  /** Who started the task; stands in the message, as `taskId` does */
  by: Requester;
  /** Whose commit it is */
  taskId: string;
  /** Gives a folder with the files */
  makeFolder(): Promise<string>;
}

/**
 * Finds the commit that the task has pushed before it makes it, and once more where pushing fails.
 *
 * @returns the commit
 * @throws ConflictError where somebody else has pushed to the branch, NotAllowedError,
 *   ServiceUnavailableError, GitHostError
 */
export async function ensureFirstCommit(
  repository: GitRepository,
  { isNew, makeFolder, message, author, branch, by, taskId }: FirstCommit,
  options: Pick<Push, 'credentials' | 'logger' | 'signal'>,
): Promise<string> {
  const find = () => pushedBefore(repository, branch, taskId, options.signal);
  const before = isNew ? undefined : await find();
  if (before !== undefined) return before;
  const commit = await pushed();
  // Steps that follow read what was pushed
  await notedHead(repository, branch, options.signal).catch(error => {
    options.signal.throwIfAborted();
    options.logger.warn(`What was pushed can't be seen yet: ${error.message}`);
  });
  return commit;

  async function pushed(): Promise<string> {
    try {
      return await push({
        ...options,
        name: repository.name,
        folder: await makeFolder(),
        branch,
        message: `${message}\n\n${trailersOf(by, taskId)}\n`,
        author,
      });
    } catch (error) {
      const found = await find().catch(other => {
        if (other instanceof ConflictError) throw other;
        return undefined;
      });
      if (found === undefined) throw error;
      return found;
    }
  }
}

/**
 * The commit that the task has pushed before; undefined where the branch has none yet.
 *
 * @throws ConflictError where the branch is another's: somebody asked for the same name at the same
 *   time
 */
async function pushedBefore(
  repository: GitRepository,
  branch: string,
  taskId: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const head = await notedHead(repository, branch, signal);
  if (head === undefined) return undefined;
  const newest = await repository.commits(
    { path: '', ref: branch, limit: MAX_COMMITS },
    { signal },
  );
  const own = newest.find(({ body }) =>
    body.split('\n').includes(taskTrailer(taskId)),
  );
  if (!own)
    throw new ConflictError(
      `${repository.name} was filled by somebody else meanwhile: ${repository.url}. Choose another name`,
    );
  return own.sha;
}

/**
 * The head of a branch, after a moment in which the host may not know it yet.
 *
 * @throws GitHostError
 */
async function notedHead(
  repository: GitRepository,
  branch: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const began = Date.now();
  for (;;) {
    try {
      const head = await repository.head(branch, { signal });
      if (head !== undefined || Date.now() - began > NOTED_MS) return head;
    } catch (error) {
      const isOver = Date.now() - began > PANIC_MS;
      if (!(error instanceof GitHostError) || !error.isTemporary || isOver)
        throw error;
    }
    await sleep(LOOK_MS, undefined, { signal });
  }
}
