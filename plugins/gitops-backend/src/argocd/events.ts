import type { Readable } from 'node:stream';
import { createParser } from 'eventsource-parser';
import { z } from 'zod';
import { ArgoCdError } from './ArgoCdError';

/** A change as Argo CD's stream tells it; the application is still as it came. */
export interface StreamEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  application: unknown;
}

const message = z.union([
  z.object({
    result: z.object({
      type: z.enum(['ADDED', 'MODIFIED', 'DELETED']),
      application: z.unknown(),
    }),
  }),
  z.object({ error: z.object({ message: z.string().nullish() }) }),
]);

/**
 * Reads server-sent events until the server ends them. Yields the events of each piece that arrived together: an empty batch is a keep-alive.
 *
 * @throws ArgoCdError where the stream is silent for longer than `idleMs` (Argo CD sends a comment every 15 s) or says something that is no event
 */
export async function* readEvents(
  body: Readable,
  options: { idleMs: number },
): AsyncGenerator<StreamEvent[]> {
  let batch: StreamEvent[] = [];
  const parser = createParser({
    onEvent: ({ data }) => batch.push(readEvent(data)),
  });
  let isIdle = false;
  const timer = setTimeout(() => {
    isIdle = true;
    body.destroy();
  }, options.idleMs);
  try {
    const decoder = new TextDecoder();
    for await (const chunk of body) {
      timer.refresh();
      parser.feed(decoder.decode(chunk, { stream: true }));
      yield batch;
      batch = [];
    }
  } catch (cause) {
    if (cause instanceof ArgoCdError) throw cause;
    if (!isIdle)
      throw new ArgoCdError('unreachable', 'The stream of changes broke', {
        cause,
      });
  } finally {
    clearTimeout(timer);
    body.destroy();
  }
  if (isIdle)
    throw new ArgoCdError(
      'timeout',
      `The stream of changes was silent for ${options.idleMs / 1000} s`,
    );
}

function readEvent(data: string): StreamEvent {
  let parsed;
  try {
    parsed = message.safeParse(JSON.parse(data));
  } catch {
    throw new ArgoCdError(
      'nonsense',
      'The stream of changes said something that is no JSON',
    );
  }
  if (!parsed.success)
    throw new ArgoCdError(
      'nonsense',
      'The stream of changes said something that is no change of an Application',
    );
  if ('error' in parsed.data) {
    throw new ArgoCdError(
      'serverError',
      `Argo CD ended the stream of changes: ${
        parsed.data.error.message?.slice(0, 300) ?? 'no reason given'
      }`,
    );
  }
  return parsed.data.result;
}
