import { createHash, timingSafeEqual } from 'node:crypto';
import { ForgeError } from '../ForgeError';
import type { ForgeState } from '../ForgeState';
import { people } from '../people';
import type { User } from '../Users';

/** Who the token belongs to */
export const tokenLogin = 'platform';

export type WriteScope =
  | 'write:repository'
  | 'write:issue'
  | 'write:organization'
  | 'write:user';

/** A token of the same user that may only read ends so. */
const reading = '-read';
const readScope = 'read:issue,read:repository';

/**
 * The caller of a request: by `token X`, `Bearer X`, or basic with the token as password or user.
 * Each of the people has a token too, which is the forge's with a hyphen and their name:
 * `sandbox-token-nora`. Each of these tokens has one beside it that may only read, with `-read` at
 * its end. Undefined without credentials. @throws ForgeError 401 for wrong ones, even where none
 * are needed, as Gitea does; 403 where `needs` is a scope to write and the token may only read
 */
export function authenticate(
  forge: ForgeState,
  authorization: string | undefined,
  needs?: WriteScope,
): User | undefined {
  if (!authorization) return undefined;
  const [, scheme, value] = /^(\S+)\s+(\S+)\s*$/.exec(authorization) ?? [];
  const candidates = candidatesOf(scheme?.toLowerCase(), value ?? '');
  const known = (suffix: string) =>
    loginsByToken(forge.options.token).find(([token]) =>
      candidates.some(candidate => isEqual(candidate, `${token}${suffix}`)),
    )?.[1];
  const writer = known('');
  const login = writer ?? known(reading);
  if (!login) throw new ForgeError(401, 'invalid username, password or token');
  if (!writer && needs)
    throw new ForgeError(
      403,
      `token does not have at least one of required scope(s), required=[${needs}], token scope=${readScope}`,
    );
  return forge.users.ensure(login);
}

function loginsByToken(
  token: string,
): ReadonlyArray<readonly [token: string, login: string]> {
  return [
    [token, tokenLogin],
    ...people.map(({ login }) => [`${token}-${login}`, login] as const),
  ];
}

function candidatesOf(scheme: string | undefined, value: string): string[] {
  if (scheme === 'token' || scheme === 'bearer') return [value];
  if (scheme !== 'basic') return [];
  const [, user, password] =
    /^([^:]*):(.*)$/s.exec(Buffer.from(value, 'base64').toString('utf8')) ?? [];
  return [password ?? '', user ?? ''];
}

function isEqual(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
