import { IncomingMessage, ServerResponse } from 'http';
import { Application } from '../Application';
import { ApplicationEvent } from '../ApplicationStore';
import { Context } from './Context';
import { forVersion } from './present';
import { applicationFilter } from './selector';
import { streamMask } from './streamMask';

export interface OpenStream {
  /** Ends it, `midLine` after half an event */
  cut(options: { midLine: boolean }): void;
}

/** Beyond so many unread bytes the client is given up. */
const unreadLimit = 256_000_000;

/**
 * `GET /api/v1/stream/applications`, as recorded: server-sent events only for exactly that Accept,
 * two empty lines between them and a `:` every 15 s; else a line an event and no keep-alive.
 * Headers leave with the first write.
 */
export function createStreamRoute(context: Context) {
  const streams = new Set<OpenStream>();
  const written = new Map<
    string,
    WeakMap<Application, { type: string; text: string }>
  >();

  function textOf(fields: string, event: ApplicationEvent): string {
    let texts = written.get(fields);
    if (!texts) {
      if (written.size > 20) written.clear();
      texts = new WeakMap();
      written.set(fields, texts);
    }
    const known = texts.get(event.application);
    if (known && known.type === event.type) return known.text;
    const result = {
      type: event.type,
      application: forVersion(event.application, context.dialect),
    };
    const body = fields ? streamMask(fields)({ result }) : { result };
    const text = JSON.stringify(body);
    texts.set(event.application, { type: event.type, text });
    return text;
  }

  function open(
    req: IncomingMessage,
    res: ServerResponse,
    query: URLSearchParams,
  ): void {
    const isSse = req.headers.accept === 'text/event-stream';
    const fields = query.get('fields') ?? '';
    const accepts = applicationFilter(query);
    const informer = context.informer(req.url ?? '');
    const minVersion = Number(query.get('resourceVersion'));
    /** Last payload by the Application's name alone, as in Argo CD */
    const last = new Map<string, string>();
    let pending: string[] = [];
    let isEnded = false;

    res.setHeader(
      'Content-Type',
      isSse ? 'text/event-stream' : 'application/json',
    );
    res.setHeader('Transfer-Encoding', 'chunked');
    if (isSse) res.setHeader('X-Content-Type-Options', 'nosniff');

    const flush = () => {
      if (isEnded || pending.length === 0) return;
      const text = pending.join('');
      pending = [];
      res.write(text);
      if (res.writableLength > unreadLimit) res.destroy();
    };
    const write = (name: string, text: string) => {
      if (isEnded) return;
      last.set(name, text);
      if (pending.length === 0) setImmediate(flush);
      pending.push(isSse ? `data: ${text} \n\n\n` : `${text}\n`);
    };
    const send = (event: ApplicationEvent) => {
      const { name, resourceVersion } = event.application.metadata;
      if (isEnded || !accepts(event.application)) return;
      if (Number(resourceVersion) < minVersion) return;
      if (context.failure()?.drops?.(event)) return;
      const text = textOf(fields, event);
      const before = last.get(name);
      if (before === text) return;
      write(name, text);
      if (before) context.failure()?.repeats?.(() => write(name, before));
    };
    const keepAlive = isSse
      ? setInterval(() => {
          if (!isEnded && !context.failure()?.isSilent) res.write(':\n');
        }, context.keepAliveMs)
      : undefined;
    keepAlive?.unref();

    const stream: OpenStream = {
      cut({ midLine }) {
        flush();
        if (midLine) {
          const [example] = context.visible(informer);
          const text = example
            ? textOf(fields, { type: 'MODIFIED', application: example })
            : '{"result":{"type"';
          res.write(
            `${isSse ? 'data: ' : ''}${text.slice(
              0,
              Math.floor(text.length / 2),
            )}`,
            () => res.socket?.destroy(),
          );
        } else {
          res.end();
        }
        end();
      },
    };
    const unsubscribe = informer.onEvent(send);
    function end() {
      isEnded = true;
      unsubscribe();
      clearInterval(keepAlive);
      streams.delete(stream);
    }
    streams.add(stream);
    res.on('close', end);
    if (!query.get('resourceVersion') || query.get('name')) {
      for (const application of context.visible(informer))
        send({ type: 'ADDED', application });
    }
  }

  return {
    open,
    /** Streams that are open now */
    get size() {
      return streams.size;
    },
    cutAll(options: { midLine: boolean }) {
      for (const stream of [...streams]) stream.cut(options);
    },
  };
}

export type StreamRoute = ReturnType<typeof createStreamRoute>;
