import { structuredPatch } from 'diff';
import type {
  DifferenceLine,
  FileDifference,
} from 'backstage-plugin-gitops-common';

const CONTEXT_LINES = 3;

/** How a text changes, line by line, with a few lines around each change. */
export function differenceOf(
  path: string,
  before: string,
  after: string,
): FileDifference {
  const { hunks } = structuredPatch(path, path, before, after, '', '', {
    context: CONTEXT_LINES,
    stripTrailingCr: true,
  });
  return {
    path,
    hunks: hunks.map(({ lines, oldStart, newStart }) => {
      let [old, now] = [oldStart, newStart];
      return lines.flatMap((line): DifferenceLine[] => {
        const text = line.slice(1).replace(/\r$/, '');
        switch (line[0]) {
          case '-':
            return [{ kind: 'removed', text, before: old++, after: null }];
          case '+':
            return [{ kind: 'added', text, before: null, after: now++ }];
          case ' ':
            return [{ kind: 'context', text, before: old++, after: now++ }];
          default:
            // "\ No newline at end of file" is no line
            return [];
        }
      });
    }),
  };
}
