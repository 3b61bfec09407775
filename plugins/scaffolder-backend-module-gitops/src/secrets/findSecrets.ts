import { randomTexts } from 'backstage-plugin-gitops-common';
import { Finding, Found, Level, levels, lineFinder } from './Finding';
import { knownSecrets } from './knownSecrets';
import { hasLabels, isDemonstration, isTest, languageOf } from './languages';
import { manifestSecrets } from './manifestSecrets';
import { readable } from './readable';
import { secretsInText } from './secretsInText';

/** What is longer is looked at in pieces, which overlap by more than a secret is long */
const MAX_LENGTH = 4 * 1024 * 1024;
const OVERLAP = 16 * 1024;

/**
 * What looks like a secret in a text, of each line what is surest.
 *
 * @param file - its name, by which its language is known
 * @param before - the text as it was: what it had already does not count
 */
export async function findSecrets(
  text: string,
  file: string,
  before = '',
): Promise<Finding[]> {
  const known = new Map<string, number>();
  for (const one of before ? await allIn(before, file) : [])
    known.set(keyOf(one), (known.get(keyOf(one)) ?? 0) + 1);
  const surest = new Map<number, Found>();
  for (const one of await allIn(text, file)) {
    const left = known.get(keyOf(one)) ?? 0;
    known.set(keyOf(one), left - 1);
    const other = surest.get(one.line);
    if (left <= 0 && (!other || rank(one) < rank(other)))
      surest.set(one.line, one);
  }
  return [...surest.values()]
    .sort((one, other) => one.line - other.line)
    .map(({ line, what, level }) => ({
      place: `${file}:${line}`,
      what,
      level,
    }));
}

function keyOf({ what, value }: Found): string {
  return `${what}\n${value}`;
}

function rank({ level }: Found): number {
  return levels.indexOf(level);
}

async function allIn(text: string, file: string): Promise<Found[]> {
  const { text: shown, isBinary } = readable(text);
  const isWhole = shown.length <= MAX_LENGTH;
  const step = isWhole ? MAX_LENGTH : MAX_LENGTH - OVERLAP;
  const found: Found[] = [];
  const lineAt = lineFinder(shown);
  for (let start = 0; start < shown.length; start += step) {
    const piece = shown.slice(start, start + MAX_LENGTH);
    const linesBefore = lineAt(start) - 1;
    for (const one of await inPiece(piece, file, { isWhole, isBinary }))
      found.push({ ...one, line: linesBefore + one.line });
  }
  return found;
}

async function inPiece(
  text: string,
  file: string,
  { isWhole, isBinary }: { isWhole: boolean; isBinary: boolean },
): Promise<Found[]> {
  const isManifest = isWhole && /\.(ya?ml|json)$/i.test(file);
  const settings =
    (isManifest && manifestSecrets(text)) ||
    secretsInText(text, isBinary ? 'words' : languageOf(file));
  const lineAt = lineFinder(text);
  return [
    ...(await knownSecrets(text, file)),
    ...settings.flatMap(one => {
      const level = levelIn(file, one.level);
      return level ? [{ ...one, level }] : [];
    }),
    // What is compressed is random anyway
    ...(isBinary ? [] : randomTexts(text)).map(({ index, text: value }) => ({
      line: lineAt(index),
      what: 'as random as a key',
      value,
      level: 'possible' as const,
    })),
  ];
}

/** What a literal value is in a file of this name: a test's opens nothing, and a label is none. */
function levelIn(file: string, level: Level): Level | undefined {
  if (level === 'likely') return isTest(file) ? 'doubtful' : level;
  if (level !== 'doubtful') return level;
  if (hasLabels(file)) return undefined;
  return isTest(file) || isDemonstration(file) ? 'possible' : level;
}
