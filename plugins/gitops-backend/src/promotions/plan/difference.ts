import { structuredPatch } from 'diff';
import type {
  DifferenceLine,
  FileDifference,
} from 'backstage-plugin-gitops-common';
import { withoutCredentials } from '../../argocd/withoutCredentials';

const CONTEXT_LINES = 3;
/** In keys of what may be a secret. What ends in "name" or "ref" says where it is kept. */
const CONFIDENTIAL = /passw|secret|token|credential|private|api[_-]?key/i;
const REFERENCE = /(?:names?|refs?)["']?$/i;

/**
 * How a text changes, line by line, with a few lines around each change. Whoever may see a plan
 * need not be allowed to read the repository, so what may be secret in those is left out.
 */
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
        const text = withoutCredentials(line.slice(1).replace(/\r$/, ''));
        switch (line[0]) {
          case '-':
            return [{ kind: 'removed', text, before: old++, after: null }];
          case '+':
            return [{ kind: 'added', text, before: null, after: now++ }];
          case ' ':
            return [
              {
                kind: 'context',
                text: withoutSecret(text),
                before: old++,
                after: now++,
              },
            ];
          default:
            // "\ No newline at end of file" is no line
            return [];
        }
      });
    }),
  };
}

function withoutSecret(text: string): string {
  const end = text.search(/:\s+\S/);
  const key = text.slice(0, Math.max(0, end));
  return CONFIDENTIAL.test(key) && !REFERENCE.test(key) ? `${key}: ***` : text;
}
