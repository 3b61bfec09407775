import { InputError } from '@backstage/errors';
import { readDocuments } from 'backstage-plugin-gitops-node';
import { isNode, isPair, isScalar, visit } from 'yaml';

/** What names a version or an image: an environment in it is part of that name. */
const VERSIONS = new Set([
  'images',
  'image',
  'newTag',
  'newName',
  'tag',
  'digest',
]);

/**
 * The text of one environment's file, as another environment has it: its name is another wherever
 * it stands as a word (`payments-staging`, `staging/payments`). Images and their versions stay.
 *
 * @param others - names of other environments, which may have its name in theirs
 */
export function withEnvironment(
  text: string,
  file: string,
  { from, to, others }: { from: string; to: string; others: readonly string[] },
): string {
  const longer = others
    .filter(one => one !== from && one.includes(from))
    .sort((one, other) => other.length - one.length);
  const word = new RegExp(
    `(?<![A-Za-z0-9])(?:${[...longer, from].join('|')})(?![A-Za-z0-9])`,
    'g',
  );
  const kept = versionsIn(text, file);
  return text.replace(word, (found, at: number) =>
    found !== from || kept.some(([start, end]) => at >= start && at < end)
      ? found
      : to,
  );
}

/** Positions of images and versions; none if the file is not YAML. */
function versionsIn(text: string, file: string): [number, number][] {
  if (!/\.(?:ya?ml|json)$/.test(file)) return [];
  const ranges: [number, number][] = [];
  for (const document of documentsOf(text, file))
    visit(document, {
      Pair(_, pair) {
        if (!isPair(pair) || !isScalar(pair.key) || !isNode(pair.value)) return;
        const { range } = pair.value;
        if (VERSIONS.has(String(pair.key.value)) && range)
          ranges.push([range[0], range[1]]);
      },
    });
  return ranges;
}

/** A template of a chart can't be read as YAML. */
function documentsOf(text: string, file: string) {
  try {
    return readDocuments(text, file);
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
}
