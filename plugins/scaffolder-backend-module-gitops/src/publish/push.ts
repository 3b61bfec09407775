import type { LoggerService } from '@backstage/backend-plugin-api';
import { NotAllowedError, ServiceUnavailableError } from '@backstage/errors';
import { initRepoAndPush } from '@backstage/plugin-scaffolder-node';
import type { GitCredentials } from 'backstage-plugin-gitops-node';

/** Letters of what a host says */
const MAX_WORDS = 300;

/** What is pushed, and as whose. */
export interface Push {
  /** Of the repository, for errors */
  name: string;
  /** Holds the files and no repository */
  folder: string;
  credentials: GitCredentials;
  branch: string;
  message: string;
  author: { name?: string; email?: string };
  logger: LoggerService;
  signal: AbortSignal;
}

/**
 * Pushes a folder as the first commit of a branch. Backstage tries again for a minute where the
 * host fails.
 *
 * @returns the commit
 * @throws NotAllowedError, ServiceUnavailableError; in none of them nor in the log stand
 *   credentials
 */
export async function push(options: Push): Promise<string> {
  const { credentials, branch, signal } = options;
  const { url, username, password } = credentials;
  const safely = (text: string) => text.replaceAll(password, '***');
  try {
    const { commitHash } = await settled(
      initRepoAndPush({
        dir: options.folder,
        remoteUrl: url,
        auth: { username, password },
        logger: quiet(options.logger, safely),
        defaultBranch: branch,
        commitMessage: options.message,
        gitAuthorInfo: options.author,
      }),
      signal,
    );
    return commitHash;
  } catch (error) {
    signal.throwIfAborted();
    throw refusedPush(error as Error, { ...options, what: 'its files' });
  }
}

/**
 * What a host's answer to a push means. Without the original: that holds what the host answered.
 */
export function refusedPush(
  error: Error,
  of: Pick<Push, 'name' | 'credentials'> & { what: string },
): Error {
  const words = error.message
    .replaceAll(of.credentials.password, '***')
    .replace(/\s+/g, ' ')
    .slice(0, MAX_WORDS);
  // "refusing to allow … to create or update workflow `…` without `workflows` permission", or
  // "`workflow` scope"
  if (/refusing to allow .* workflow/.test(words))
    return new NotAllowedError(
      `${of.name} is there, but the credentials may not push workflows to it (${words}). Give them the permission Workflows: write, or a classic token the scope workflow, and run the task again`,
    );
  if (/\b(401|403)\b/.test(words))
    return new NotAllowedError(
      `${of.name} is there, but the credentials may not push to it (${words}). Give them the right to write contents, and run the task again`,
    );
  return new ServiceUnavailableError(
    `${of.name} is there, but ${of.what} could not be pushed (${words}). Run the task again: it goes on from here`,
  );
}

/**
 * Git takes no signal: what it has begun may still come to its end, and is found by who looks
 * later.
 */
export async function settled<T>(
  work: Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  signal.throwIfAborted();
  return new Promise<T>((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    work
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', abort));
  });
}

/** Without the steps of Git, which name folders of the server, and without credentials. */
function quiet(
  logger: LoggerService,
  safely: (text: string) => string,
): LoggerService {
  return {
    info: message => logger.debug(safely(message)),
    debug: () => {},
    warn: message => logger.warn(safely(message)),
    error: message => logger.debug(safely(message)),
    child: () => quiet(logger, safely),
  };
}
