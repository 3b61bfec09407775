import { type Access, checkAccess, checkNotArchived } from '../access';
import { ForgeError, notFound } from '../ForgeError';
import type { Answer, RepositoryCall, Route } from '../http/Route';
import type { User } from '../Users';

/** A call by somebody who is known. */
export type WriteCall = RepositoryCall & { actor: User };

/**
 * A route below `/repos/:owner/:repo`. Callers who may not see a private repository are told that
 * there is none.
 */
export function repositoryRoute(
  method: string,
  path: string,
  answer: (call: RepositoryCall) => Promise<Answer>,
): Route {
  return {
    method,
    path: `/repos/:owner/:repo${path}`,
    async answer(call) {
      const repository = call.forge.repository(
        call.params.owner,
        call.params.repo,
      );
      if (!repository || (repository.settings.isPrivate && !call.actor))
        throw notFound();
      return answer({ ...call, repository });
    },
  };
}

/**
 * A route that changes something: only with a token, by default only for those who may write, and
 * not in an archived repository.
 */
export function writeRoute(
  method: string,
  path: string,
  answer: (call: WriteCall) => Promise<Answer>,
  options: {
    needs?: Access;
    /** Gitea's words where the access does not suffice */
    forbidden?: string;
    /** Gitea's words for an archived repository; null where being archived does not matter */
    archived?: string | null;
  } = {},
): Route {
  const { needs = 'write', forbidden, archived } = options;
  return repositoryRoute(method, path, async call => {
    const { actor, repository } = call;
    if (!actor) throw new ForgeError(401, 'token is required');
    checkAccess(repository, actor, needs, forbidden);
    if (method !== 'GET' && archived !== null)
      checkNotArchived(repository, archived);
    return answer({ ...call, actor });
  });
}
