const MAX_LENGTH = 200;
/** Shorter texts can't be distinguished from ordinary words, and are not masked. */
const MIN_SECRET_LENGTH = 4;

/**
 * What a host said, fit to stand in a sentence of ours: one line, not long, without what proved who
 * asks.
 */
export function quoted(text: string, secrets: readonly string[]): string {
  const line = secrets
    .reduce((words, secret) => words.replaceAll(secret, '***'), text)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH)}…` : line;
}

/**
 * Values of headers that prove who asks, longest first: whole, without their scheme, and what a
 * basic one holds.
 */
export function secretsIn(headers: Readonly<Record<string, string>>): string[] {
  return Object.values(headers)
    .flatMap(value => {
      const [scheme, ...rest] = value.split(' ');
      const isBasic = scheme.toLowerCase() === 'basic';
      const held = isBasic
        ? Buffer.from(rest.join(''), 'base64').toString('utf8').split(':')
        : [];
      return [value, ...rest, ...held.slice(1)];
    })
    .filter(value => value.length >= MIN_SECRET_LENGTH)
    .sort((a, b) => b.length - a.length);
}
