import { existsSync, readFileSync } from 'node:fs';
import {
  createServer,
  IncomingMessage,
  Server,
  ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

const folder = join(__dirname, '..', '__fixtures__', 'argocd-3.5.1');

/**
 * An HTTP server that answers what a real Argo CD was recorded to answer, to those who have its
 * token.
 */
export class RecordedServer {
  readonly token = 'marker-token-of-argo-cd';
  readonly requests: string[] = [];
  /** What the list answers; of the recorded Applications by default */
  items: unknown[] = read('list-masked-with-faults').response.body.items.map(
    atTheMomentOfItsDetail,
  );
  /** Answers in place of what was recorded while set */
  override?: (req: IncomingMessage, res: ServerResponse) => boolean;
  readonly #server: Server;
  readonly #streams = new Set<ServerResponse>();

  private constructor() {
    this.#server = createServer((req, res) => this.#answer(req, res));
  }

  static async start(): Promise<RecordedServer> {
    const recorded = new RecordedServer();
    await new Promise<void>(resolve => {
      recorded.#server.listen(0, '127.0.0.1', resolve);
    });
    return recorded;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Tells a change on every open stream. */
  tell(type: 'ADDED' | 'MODIFIED' | 'DELETED', application: unknown): void {
    for (const stream of this.#streams)
      stream.write(
        `data: ${JSON.stringify({ result: { type, application } })}\n\n\n`,
      );
  }

  get openStreams(): number {
    return this.#streams.size;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => {
      this.#server.close(resolve);
    });
  }

  #answer(req: IncomingMessage, res: ServerResponse): void {
    const { pathname, searchParams } = new URL(req.url!, 'http://localhost');
    this.requests.push(pathname);
    if (this.override?.(req, res)) return;
    if (req.headers.authorization !== `Bearer ${this.token}`) {
      send(res, read('error-bad-token').response);
      return;
    }
    if (pathname === '/api/v1/applications') {
      send(res, {
        status: 200,
        body: { metadata: { resourceVersion: '1' }, items: this.items },
      });
      return;
    }
    if (pathname === '/api/v1/stream/applications') {
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      res.write(':\n\n');
      this.#streams.add(res);
      res.on('close', () => this.#streams.delete(res));
      return;
    }
    const name = recordingOf(pathname, searchParams);
    send(
      res,
      name && existsSync(join(folder, `${name}.json`))
        ? read(name).response
        : read('error-missing-with-project').response,
    );
  }
}

/**
 * Lists and single Applications were recorded at different times: some have been synced once more.
 */
function atTheMomentOfItsDetail(item: Recorded): Recorded {
  const name = `get-${item.metadata.name}`;
  if (!existsSync(join(folder, `${name}.json`))) return item;
  const state = readOne(name).status.operationState;
  const operationState = state && {
    phase: state.phase,
    startedAt: state.startedAt,
    finishedAt: state.finishedAt,
  };
  return { ...item, status: { ...item.status, operationState } };
}

function recordingOf(path: string, query: URLSearchParams): string | undefined {
  const set = /^\/api\/v1\/applicationsets\/(\w+)$/.exec(path);
  if (set) return `applicationset-${set[1]}`;
  const [, name, part] =
    /^\/api\/v1\/applications\/([\w-]+)(?:\/([\w-]+))?$/.exec(path) ?? [];
  switch (part) {
    case undefined:
      return name && `get-${name}`;
    case 'resource-tree':
      return `tree-${name}`;
    case 'events':
      return query.get('resourceName') === 'payments-secrets'
        ? 'events-of-externalsecret'
        : 'events-of-failed-job';
    case 'resource':
      return query.get('kind') === 'ExternalSecret'
        ? `resource-externalsecret-${
            name.startsWith('payments') ? 'degraded' : 'healthy'
          }`
        : undefined;
    case 'syncwindows':
      return `windows-${name}`;
    default:
      return `${part}-${name}`;
  }
}

function send(
  res: ServerResponse,
  { status, body }: { status: number; body: unknown },
): void {
  res.writeHead(status, { 'content-type': 'application/json' });
  res.end(JSON.stringify(body));
}

interface Recorded {
  metadata: { name: string };
  status: {
    operationState?: { phase: string; startedAt: string; finishedAt?: string };
  };
}

function readOne(name: string): Recorded {
  return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')).response
    .body;
}

function read(name: string): {
  response: { status: number; body: { items: Recorded[] } };
} {
  return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
}
