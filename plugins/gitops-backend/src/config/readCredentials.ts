import type { ConfigurationProblems } from './problems';
import { isSendable } from './readHeaders';
import type { InstanceConfig } from './schema';

/** The credentials of an Argo CD server. */
export type CredentialsSettings =
  | { kind: 'token'; token: string }
  | { kind: 'tokenFile'; file: string }
  | { kind: 'user'; username: string; password: string };

/** Undefined where there are none or too many; the problems tell. */
export function readCredentials(
  config: InstanceConfig,
  place: string,
  problems: ConfigurationProblems,
): CredentialsSettings | undefined {
  const { token, tokenFile, username, password } = config;
  const given = [
    token !== undefined && 'token',
    tokenFile !== undefined && 'tokenFile',
    (username ?? password) !== undefined && 'username and password',
  ].filter(Boolean);
  if (given.length > 1) {
    problems.add(place, `has ${given.join(' and ')}. Keep one of them`);
    return undefined;
  }
  if (token !== undefined) {
    if (isSendable(token)) return { kind: 'token', token };
    problems.add(
      `${place}.token`,
      'holds characters that no header may have, such as a line break',
    );
    return undefined;
  }
  if (tokenFile !== undefined) return { kind: 'tokenFile', file: tokenFile };
  if (username !== undefined && password !== undefined)
    return { kind: 'user', username, password };
  if (given.length === 1)
    problems.add(
      place,
      `lacks its ${username === undefined ? 'username' : 'password'}`,
    );
  else
    problems.add(
      `${place}.token`,
      'is missing. Set token, tokenFile, or username and password; where it comes from an environment variable, that one is not set',
    );
  return undefined;
}
