import { createHash, timingSafeEqual } from 'node:crypto';
import { ForgeError } from '../ForgeError';
import type { ForgeState } from '../ForgeState';
import { people } from '../people';
import type { User } from '../Users';

/** Who the token belongs to */
export const tokenLogin = 'platform';

/**
 * The caller of a request: by `token X`, `Bearer X`, or basic with the token as password or user. Each of the people
 * has a token too, which is the forge's with a hyphen and their name: `sandbox-token-nora`.
 * Undefined without credentials. @throws ForgeError 401 for wrong ones, even where none are needed, as Gitea does
 */
export function authenticate(
  forge: ForgeState,
  authorization: string | undefined,
): User | undefined {
  if (!authorization) return undefined;
  const [, scheme, value] = /^(\S+)\s+(\S+)\s*$/.exec(authorization) ?? [];
  const candidates = candidatesOf(scheme?.toLowerCase(), value ?? '');
  const login = loginsByToken(forge.options.token).find(([token]) =>
    candidates.some(candidate => isEqual(candidate, token)),
  )?.[1];
  if (!login) throw new ForgeError(401, 'invalid username, password or token');
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
