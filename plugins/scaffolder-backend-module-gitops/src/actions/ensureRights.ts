import type { LoggerService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import type {
  CallOptions,
  GitRepository,
  GitRights,
  RepositoryAccess,
} from 'backstage-plugin-gitops-node';
import { limited } from './openDraft';

/** Something that somebody may do in a repository, or nobody. */
interface Right {
  /** In the words of a log */
  what: string;
  ensure(rights: GitRights, options: CallOptions): Promise<void>;
}

/**
 * @param protect - the branch that takes reviewed pull requests alone
 * @throws InputError where an entry doesn't name either a team or a user
 */
export function rightsOf(
  access: readonly {
    team?: string;
    user?: string;
    role: RepositoryAccess['role'];
  }[],
  protect: string | undefined,
): Right[] {
  const given = access.map(({ team, user, role }, index): Right => {
    if (Boolean(team) === Boolean(user))
      throw new InputError(`access[${index}] has to name a team or a user`);
    const kind = team ? 'team' : 'user';
    const name = (team || user)!;
    return {
      what: `${role} access of ${kind} ${name}`,
      ensure: (rights, options) =>
        rights.ensureAccess({ kind, name, role }, options),
    };
  });
  if (protect === undefined) return given;
  const protection: Right = {
    what: `protection of ${protect}`,
    ensure: (rights, options) => rights.ensureProtected(protect, options),
  };
  return [...given, protection];
}

/**
 * Gives rights in a repository. What the host refuses is logged with the reason, and the task goes
 * on: the repository is there by now.
 *
 * @param signal - of the task
 * @returns what is left to do by hand
 */
export async function ensureRights(
  { name, url, host, rights }: GitRepository,
  wanted: readonly Right[],
  { logger, signal }: { logger: LoggerService; signal?: AbortSignal },
): Promise<string[]> {
  const left: string[] = [];
  for (const { what, ensure } of wanted) {
    try {
      if (!rights)
        throw new Error(`rights on ${host} can't be changed by this action`);
      await ensure(rights, { signal: limited(signal) });
      logger.info(`${name}: ${what} is set`);
    } catch (error) {
      signal?.throwIfAborted();
      left.push(what);
      const { message } = error as Error;
      logger.warn(
        `The ${what} is not as asked for. ${message}. Set it by hand: ${url}`,
      );
    }
  }
  return left;
}
