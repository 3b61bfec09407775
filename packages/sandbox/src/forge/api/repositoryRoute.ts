import { ForgeError, notFound } from '../ForgeError';
import type { Answer, RepositoryCall, Route } from '../http/Route';
import type { User } from '../Users';

/** A route below `/repos/:owner/:repo`. Whoever may not see a private repository is told that there is none. */
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

/** A route that changes something: only with the token. */
export function writeRoute(
  method: string,
  path: string,
  answer: (call: RepositoryCall & { actor: User }) => Promise<Answer>,
): Route {
  return repositoryRoute(method, path, async call => {
    if (!call.actor) throw new ForgeError(401, 'token is required');
    return answer({ ...call, actor: call.actor });
  });
}
