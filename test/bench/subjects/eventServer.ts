import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { listMask } from '../../../plugins/gitops-backend/src/argocd/mask';
import { tell } from '../subject';
import type { InventorySource } from './startInventory';

/** What a burst of changes was, as it was written to the socket. */
export interface Burst {
  sent: number;
  firstAt: number;
  /**
   * When the last one, which a consumer can tell from the others, was written: ms since the epoch
   */
  lastAt: number;
  bytes: number;
  /** Requests but lists and streams so far */
  others: number;
}

interface Item {
  metadata: { name: string };
  status: {
    health: { status: string };
    sync: { status: string; revision?: string };
  };
}

/** A gap between two writes that leaves time for other work. */
const tickMs = 5;

/**
 * What changes: a commit to a repository that all share, or rollouts, each of which the plugin
 * looks into in the background.
 */
export type ChangeKind = 'revision' | 'health';

/**
 * Serves the list of a sandbox, and a stream of changes in the recorded form whose bytes are made
 * beforehand, so that the server is never what limits.
 * `POST /burst?kind=&perSecond=&seconds=&last=` writes changes, the Applications in turn, and
 * answers when the last is written; that one gives the first Application the health that `last`
 * names. All other requests are answered by the sandbox.
 */
async function main({ url, token }: InventorySource): Promise<void> {
  const list = await readList(url, token);
  const packed = gzipSync(list);
  const { items }: { items: Item[] } = JSON.parse(list);
  // Two rounds, so that each change is one: an Application that is told of again as it is would
  // cost less
  const changes: Record<ChangeKind, Buffer[]> = {
    revision: ['a', 'b'].flatMap(digit =>
      items.map(item =>
        Buffer.from(eventOf(item, { revision: digit.repeat(40) })),
      ),
    ),
    health: ['Progressing', 'Healthy'].flatMap(health =>
      items.map(item => Buffer.from(eventOf(item, { health }))),
    ),
  };
  let stream: ServerResponse | undefined;
  let others = 0;
  let next = 0;

  const server = createServer((req, res) => {
    answer(req, res).catch(error => {
      if (!res.headersSent) res.writeHead(500);
      res.end(String(error));
    });
  });
  async function answer(req: IncomingMessage, res: ServerResponse) {
    const { pathname, searchParams } = new URL(req.url ?? '/', 'http://bench');
    if (pathname === '/api/v1/applications') {
      res.writeHead(200, {
        'Content-Type': 'application/json',
        'Content-Encoding': 'gzip',
      });
      res.end(packed);
    } else if (pathname === '/api/v1/stream/applications') {
      res.writeHead(200, { 'Content-Type': 'text/event-stream' });
      res.write(':\n');
      stream = res;
    } else if (pathname === '/burst') {
      const perSecond = Number(searchParams.get('perSecond'));
      const count = perSecond * Number(searchParams.get('seconds'));
      const pieces = changes[searchParams.get('kind') as ChangeKind];
      const burst = await send(pieces, {
        perSecond,
        count,
        last: searchParams.get('last') ?? '',
      });
      res.end(JSON.stringify({ ...burst, others }));
    } else {
      others += 1;
      const response = await fetch(`${url}${req.url}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      res.writeHead(response.status, { 'Content-Type': 'application/json' });
      res.end(await response.text());
    }
  }

  async function send(
    changesInTurn: Buffer[],
    burst: { perSecond: number; count: number; last: string },
  ): Promise<Omit<Burst, 'others'>> {
    const { perSecond, count, last } = burst;
    // A client that has just listed is about to open it
    for (let waited = 0; !stream && waited < 10_000; waited += tickMs)
      await setTimeout(tickMs);
    if (!stream) throw new Error('Nobody reads the stream');
    const firstAt = Date.now();
    let sent = 0;
    let bytes = 0;
    while (sent < count) {
      const due = Math.min(
        count,
        Math.floor(((Date.now() - firstAt) * perSecond) / 1000),
      );
      const pieces: Buffer[] = [];
      for (; sent < due; sent++) {
        pieces.push(changesInTurn[next % changesInTurn.length]);
        next += 1;
      }
      const piece = Buffer.concat(pieces);
      bytes += piece.length;
      if (piece.length > 0) stream.write(piece);
      await setTimeout(tickMs);
    }
    const lastAt = Date.now();
    stream.write(eventOf(items[0], { health: last }));
    return { sent: sent + 1, firstAt, lastAt, bytes };
  }

  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo;
    tell({ url: `http://127.0.0.1:${port}`, first: items[0].metadata.name });
  });
}

async function readList(url: string, token: string): Promise<string> {
  const response = await fetch(
    `${url}/api/v1/applications?fields=${encodeURIComponent(
      listMask('parts'),
    )}`,
    { headers: { authorization: `Bearer ${token}` } },
  );
  if (!response.ok) throw new Error(`The list answered ${response.status}`);
  return response.text();
}

/** As recorded: one line of data and two empty ones. */
function eventOf(
  item: Item,
  change: { health?: string; revision?: string },
): string {
  const { health, sync } = item.status;
  const status = {
    ...item.status,
    health: { ...health, status: change.health ?? health.status },
    sync: { ...sync, revision: change.revision ?? sync.revision },
  };
  const result = { type: 'MODIFIED', application: { ...item, status } };
  return `data: ${JSON.stringify({ result })} \n\n\n`;
}

main(JSON.parse(process.argv[2])).catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
