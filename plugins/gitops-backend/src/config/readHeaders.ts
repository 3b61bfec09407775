import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { ConfigurationProblems } from './problems';

/** Set by the connection or by the request itself. */
const RESERVED = [
  'connection',
  'content-length',
  'host',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
];

/** The headers that are sent with every request, as long as they can be. */
export function readHeaders(
  headers: Readonly<Record<string, string>>,
  place: string,
  problems: ConfigurationProblems,
): Record<string, string> {
  const names = new Set<string>();
  for (const [name, value] of Object.entries(headers)) {
    const key = name.toLowerCase();
    const sentence = mistakeIn(key, value, names);
    if (sentence) problems.add(`${place}.headers.${name}`, sentence);
    names.add(key);
  }
  return { ...headers };
}

function mistakeIn(
  name: string,
  value: string,
  others: ReadonlySet<string>,
): string | undefined {
  if (name === 'authorization')
    return "is Argo CD's own. Set token, tokenFile, or username and password";
  if (RESERVED.includes(name)) return "is the connection's own. Remove it";
  if (others.has(name)) return 'is there twice, in two spellings';
  if (!isValid(() => validateHeaderName(name))) return 'is no name of a header';
  if (!isSendable(value))
    return 'holds characters that no header may have, such as a line break';
  return undefined;
}

/** Whether a value may stand in a header. */
export function isSendable(value: string): boolean {
  return isValid(() => validateHeaderValue('any', value));
}

function isValid(check: () => void): boolean {
  try {
    check();
    return true;
  } catch {
    return false;
  }
}
