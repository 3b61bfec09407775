import { Json } from '../argocd/Json';
import { Recorded } from './recorded';

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  json: () => Json;
}

/** Asks an instance as a service account does. */
export async function ask(
  server: { url: string; token: string },
  path: string,
  options: {
    query?: Record<string, string>;
    headers?: Record<string, string>;
    method?: string;
    body?: Json;
  } = {},
): Promise<Answer> {
  const { query = {}, headers = {}, method, body } = options;
  const text =
    body === undefined || body === null ? undefined : JSON.stringify(body);
  const response = await fetch(
    `${server.url}${path}?${new URLSearchParams(query)}`,
    {
      method,
      headers: {
        authorization: `Bearer ${server.token}`,
        ...(text ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      body: text,
    },
  );
  const content = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text: content,
    json: () => JSON.parse(content) as Json,
  };
}

/** Asks what was asked when an answer was recorded. */
export function askAgain(
  server: { url: string; token: string },
  { request }: Recorded,
): Promise<Answer> {
  const { method, path, query, headers, body } = request;
  return ask(server, path, {
    method,
    query,
    body,
    headers: Object.fromEntries(
      Object.entries(headers).map(([k, v]) => [k.toLowerCase(), v]),
    ),
  });
}

export interface EventStream {
  status: number;
  contentType: string | null;
  /** Resolves with the events so far once there are so many */
  events(
    count: number,
  ): Promise<{ type: string; name: string; application: Json }[]>;
  /** Everything received so far, as it came */
  text(): string;
  /** Resolves when the stream is over, with how */
  ended: Promise<'ended' | 'broken off'>;
  close(): void;
}

export async function openStream(
  server: { url: string; token: string },
  options: { query?: Record<string, string>; accept?: string } = {},
): Promise<EventStream> {
  const abort = new AbortController();
  const response = await fetch(
    `${server.url}/api/v1/stream/applications?${new URLSearchParams(
      options.query,
    )}`,
    {
      headers: {
        authorization: `Bearer ${server.token}`,
        accept: options.accept ?? 'text/event-stream',
      },
      signal: abort.signal,
    },
  );
  let text = '';
  let waiting: (() => void)[] = [];
  const read = async () => {
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk as Uint8Array, { stream: true });
      waiting.forEach(resolve => resolve());
      waiting = [];
    }
  };
  const ended = read().then(
    () => 'ended' as const,
    () => 'broken off' as const,
  );
  const more = () => new Promise<void>(resolve => waiting.push(resolve));
  const parse = () =>
    text
      .split('\n')
      .slice(0, -1)
      .map(line => line.replace(/^data: /, '').trim())
      .filter(line => line.startsWith('{'))
      .map(line => {
        const { result } = JSON.parse(line);
        return {
          type: result.type,
          name: result.application.metadata.name,
          application: result.application,
        };
      });
  return {
    status: response.status,
    contentType: response.headers.get('content-type'),
    async events(count) {
      for (;;) {
        const events = parse();
        if (events.length >= count) return events;
        await more();
      }
    },
    text: () => text,
    ended,
    close: () => abort.abort(),
  };
}
