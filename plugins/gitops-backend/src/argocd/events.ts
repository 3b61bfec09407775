import type { Readable } from 'node:stream';
import type { InstanceProblemParams } from 'backstage-plugin-gitops-common';
import { createParser } from 'eventsource-parser';
import { z } from 'zod';
import { ArgoCdError } from './ArgoCdError';
import { quoted } from './quoted';

/** A masked Application has about 1 KB. Argo CD has no event that is much larger. */
const MAX_EVENT_CHARACTERS = 16 * 1024 * 1024;

/** A change in Argo CD's stream. The Application is not parsed yet. */
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
 * Reads server-sent events until the server ends them. Yields the events that arrived together: an
 * empty batch is a keep-alive, or a part of an event.
 *
 * @param options - `secrets` are never quoted, should the server repeat them
 * @throws ArgoCdError, after the events before it, where the stream is silent for longer than
 *   `idleMs` (from its first event on, Argo CD sends a comment every 15 s), breaks, or sends
 *   something that is not an event
 */
export async function* readEvents(
  body: Readable,
  options: { idleMs: number; secrets?: readonly string[] },
): AsyncGenerator<StreamEvent[]> {
  const { idleMs, secrets = [] } = options;
  let batch: StreamEvent[] = [];
  let failure: ArgoCdError | undefined;
  const parser = createParser({
    maxBufferSize: MAX_EVENT_CHARACTERS,
    onEvent({ data }) {
      if (failure) return;
      const event = readEvent(data, secrets);
      if (event instanceof ArgoCdError) failure = event;
      else batch.push(event);
    },
    onError() {
      failure ??= unreadable('notAnEvent');
    },
  });
  let isIdle = false;
  const timer = setTimeout(() => {
    isIdle = true;
    body.destroy();
  }, idleMs);
  try {
    const decoder = new TextDecoder();
    for await (const chunk of body) {
      timer.refresh();
      parser.feed(decoder.decode(chunk, { stream: true }));
      if (!failure || batch.length > 0) yield batch;
      if (failure) throw failure;
      batch = [];
    }
  } catch (error) {
    if (error instanceof ArgoCdError) throw error;
    // The original error may hold what was received
    if (!isIdle) throw new ArgoCdError({ code: 'streamBroke', params: {} });
  } finally {
    clearTimeout(timer);
  }
  if (isIdle)
    throw new ArgoCdError({
      code: 'streamSilent',
      params: { seconds: idleMs / 1000 },
    });
}

function readEvent(
  data: string,
  secrets: readonly string[],
): StreamEvent | ArgoCdError {
  let parsed;
  try {
    parsed = message.safeParse(JSON.parse(data));
  } catch {
    return unreadable('notJson');
  }
  if (!parsed.success) return unreadable('notAChange');
  if ('result' in parsed.data) return parsed.data.result;
  const answer = quoted(parsed.data.error.message ?? '', secrets) || undefined;
  return new ArgoCdError({ code: 'streamEnded', params: { answer } });
}

function unreadable(
  contains: InstanceProblemParams['streamUnreadable']['contains'],
): ArgoCdError {
  return new ArgoCdError({ code: 'streamUnreadable', params: { contains } });
}
