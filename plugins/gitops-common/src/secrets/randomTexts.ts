/** Long enough to be a key, of the letters that keys are written in. */
const CANDIDATE = /(?<![\w+/-])[\w+/-]{24,}={0,2}/g;
const MIN_LENGTH = 24;
/** Bits a letter: random base64 of 24 letters has about 4.2, words and paths less than 4 */
const MIN_BITS = 4;

/**
 * What is long and random without being a secret: digests and integrity hashes (`sha256:…`,
 * `sha512-…`), commits, UUIDs, and what is joined of words.
 */
const HASH_BEFORE = /\bsha(?:1|256|384|512)[:-]$/i;
const HEXADECIMAL = /^[\da-f-]+$/i;

/** The beginning of an address, up to somewhere in its path. */
const IN_ADDRESS = /\w:\/\/[^\s"'<>?#]*$/;
const MAX_ADDRESS = 300;

/**
 * Where texts stand that are as random as keys are. Digests, commits, UUIDs and integrity hashes
 * are none. In the path of an address, each part counts for itself.
 *
 * @public
 */
export function randomTexts(text: string): { index: number; text: string }[] {
  return [...text.matchAll(CANDIDATE)].flatMap(({ 0: found, index }) => {
    if (HASH_BEFORE.test(text.slice(Math.max(0, index - 8), index))) return [];
    if (HASH_BEFORE.test(/^sha\d+-/i.exec(found)?.[0] ?? '')) return [];
    if (!isRandom(found)) return [];
    const end = index + found.search(/[^/]/);
    if (!IN_ADDRESS.test(text.slice(Math.max(0, end - MAX_ADDRESS), end)))
      return [{ index, text: found }];
    return found
      .split('/')
      .filter(part => part.length >= MIN_LENGTH && isRandom(part))
      .map(part => ({ index: index + found.indexOf(part), text: part }));
  });
}

function isRandom(text: string): boolean {
  if (HEXADECIMAL.test(text)) return false;
  if (!/[a-z]/.test(text) || !/[A-Z]/.test(text) || !/\d/.test(text))
    return false;
  // Words, as in paths and names, are long runs of letters of one case
  const runs = text.match(/[a-z]+|[A-Z]+|\d+/g) ?? [];
  const inWords = runs.filter(run => run.length >= 4).join('').length;
  return inWords < text.length / 2 && bitsOf(text) >= MIN_BITS;
}

/** Shannon's entropy of a letter. */
function bitsOf(text: string): number {
  const counts = new Map<string, number>();
  for (const sign of text) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => {
    const share = count / text.length;
    return sum - share * Math.log2(share);
  }, 0);
}
