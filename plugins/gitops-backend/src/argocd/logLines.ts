import { z } from 'zod';

/** One line of a Pod's log, as it was written. It may hold secrets and control characters. */
export interface LogLine {
  readonly text: string;
  /** Empty where Argo CD says instead why it has no log */
  readonly pod: string;
}

const line = z.object({
  result: z.object({
    content: z.string(),
    podName: z.string().nullish(),
    last: z.boolean().nullish(),
  }),
});

/**
 * Reads Argo CD's answer, one JSON object a line. The last one is a marker without content; what is
 * cut off in the middle is left out.
 */
export function readLogLines(answer: string): LogLine[] {
  return answer.split('\n').flatMap(text => {
    const parsed = line.safeParse(parse(text));
    if (!parsed.success || parsed.data.result.last) return [];
    const { content, podName } = parsed.data.result;
    return [{ text: content, pod: podName ?? '' }];
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
