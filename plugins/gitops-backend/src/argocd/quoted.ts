import { withoutCredentials } from './withoutCredentials';

const MAX_LENGTH = 300;
/** Shorter values can't be told from ordinary words, and are not secrets. */
const MIN_SECRET_LENGTH = 4;

/**
 * A server's words, fit for a sentence of ours: on one line, not long, without the secrets that
 * were sent to the server and without those in addresses. What is long keeps its end: there, a
 * command that failed says why.
 */
export function quoted(text: string, secrets: readonly string[]): string {
  const longestFirst = [...secrets]
    .filter(secret => secret.length >= MIN_SECRET_LENGTH)
    .sort((a, b) => b.length - a.length);
  const masked = longestFirst.reduce(
    (rest, secret) => rest.replaceAll(secret, '***'),
    text,
  );
  const line = withoutCredentials(masked)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  if (line.length <= MAX_LENGTH) return line;
  const half = MAX_LENGTH / 2;
  return `${line.slice(0, half - 1)}…${line.slice(-half)}`;
}

/**
 * The parts of headers that must not be quoted: each value, and what follows `Bearer` or `Basic`.
 */
export function secretsIn(headers: Readonly<Record<string, string>>): string[] {
  return Object.values(headers).flatMap(value => [
    value,
    ...value.split(' ').slice(1),
  ]);
}
