import { DifferenceLine } from 'backstage-plugin-gitops-common';

/** Where a line differs from its counterpart: from `start` to before `end`. */
export interface ChangedPart {
  start: number;
  end: number;
}

/**
 * For each line, the words that changed: between the words that it begins and ends with alike. Only
 * where as many lines were added as removed before them is it clear which belong together; null for
 * all others.
 */
export function changedParts(lines: DifferenceLine[]): (ChangedPart | null)[] {
  const parts: (ChangedPart | null)[] = lines.map(() => null);
  let index = 0;
  while (index < lines.length) {
    const removed = runOf('removed', lines, index);
    const added = runOf('added', lines, index + removed);
    if (removed === added) {
      for (let i = index; i < index + removed; i += 1) {
        [parts[i], parts[i + removed]] = partsOf(
          lines[i].text,
          lines[i + removed].text,
        );
      }
    }
    index += Math.max(1, removed + added);
  }
  return parts;
}

function runOf(
  kind: DifferenceLine['kind'],
  lines: DifferenceLine[],
  from: number,
): number {
  let count = 0;
  while (lines[from + count]?.kind === kind) count += 1;
  return count;
}

const partOfWord = /[\w.+-]/;

function partsOf(before: string, after: string): [ChangedPart, ChangedPart] {
  const shortest = Math.min(before.length, after.length);
  let start = 0;
  while (start < shortest && before[start] === after[start]) start += 1;
  while (start > 0 && partOfWord.test(before[start - 1])) start -= 1;

  let tail = 0;
  while (
    tail < shortest - start &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  )
    tail += 1;
  while (tail > 0 && partOfWord.test(before[before.length - tail])) tail -= 1;
  return [
    { start, end: before.length - tail },
    { start, end: after.length - tail },
  ];
}
