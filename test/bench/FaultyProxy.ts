import {
  createServer,
  IncomingMessage,
  request,
  ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';

/** What may happen to a request or its answer, each with how often it does. */
const faults = {
  delayed: 0.1,
  answerLost: 0.06,
  answerCut: 0.03,
  answeredByGateway: 0.04,
  refused: 0.05,
  hanging: 0.02,
} as const;
const MOST_DELAY_MS = 4_000;
/** Longer than what asks waits */
const HANGS_MS = 40_000;

/** Stands before a server: delays, loses and breaks requests and answers until it is told to stop. */
export class FaultyProxy {
  readonly url: string;
  readonly counts: Record<string, number> = {};
  readonly #upstream: string;
  #isCalm = false;

  private constructor(url: string, upstream: string) {
    this.url = url;
    this.#upstream = upstream;
  }

  static async before(upstream: string): Promise<FaultyProxy> {
    const server = createServer();
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    server.unref();
    const { port } = server.address() as AddressInfo;
    const proxy = new FaultyProxy(`http://127.0.0.1:${port}`, upstream);
    server.on('request', (req, res) => {
      proxy.#take(req, res).catch(() => res.destroy());
    });
    return proxy;
  }

  calm(): void {
    this.#isCalm = true;
  }

  async #take(req: IncomingMessage, res: ServerResponse): Promise<void> {
    // Plans read much: with as many faults, hardly any would be made
    const isSpared = req.method === 'GET' && Math.random() < 0.85;
    const fault = this.#isCalm || isSpared ? 'none' : drawn();
    this.counts[fault] = (this.counts[fault] ?? 0) + 1;
    if (fault === 'refused') {
      res.writeHead(503).end('Service Unavailable');
      return;
    }
    if (fault === 'delayed') await setTimeout(Math.random() * MOST_DELAY_MS);
    const { status, headers, body } = await this.#forward(req);
    if (fault === 'hanging') await setTimeout(HANGS_MS);
    if (fault === 'hanging' || fault === 'answerLost') {
      res.destroy();
      return;
    }
    if (fault === 'answeredByGateway') {
      res
        .writeHead(502, { 'content-type': 'text/html' })
        .end('<html>Bad Gateway</html>');
      return;
    }
    res.writeHead(status, headers);
    if (fault === 'answerCut' && body.length > 1) {
      res.write(body.subarray(0, body.length / 2), () => res.destroy());
      return;
    }
    res.end(body);
  }

  #forward(req: IncomingMessage): Promise<{
    status: number;
    headers: IncomingMessage['headers'];
    body: Buffer;
  }> {
    return new Promise((resolve, reject) => {
      const sent = request(
        `${this.#upstream}${req.url}`,
        {
          method: req.method,
          headers: { ...req.headers, connection: 'close' },
        },
        answer => {
          const chunks: Buffer[] = [];
          answer.on('data', chunk => chunks.push(chunk));
          answer.on('error', reject);
          answer.on('end', () => {
            const {
              connection,
              'transfer-encoding': _,
              ...headers
            } = answer.headers;
            resolve({
              status: answer.statusCode!,
              headers,
              body: Buffer.concat(chunks),
            });
          });
        },
      );
      sent.on('error', reject);
      req.pipe(sent);
    });
  }
}

function drawn(): string {
  let left = Math.random();
  for (const [fault, share] of Object.entries(faults)) {
    left -= share;
    if (left < 0) return fault;
  }
  return 'none';
}
