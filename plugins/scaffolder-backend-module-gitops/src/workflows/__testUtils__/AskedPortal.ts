import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers a workflow as the portal's API does. */
export class AskedPortal {
  /** What was asked, with the token that was sent */
  readonly asked: { path?: string; token?: string; body: unknown }[] = [];
  /** Answers before {@link answer}, one after another */
  readonly first: object[] = [];
  answer: object | string = { allowed: true, sentence: 'No gate blocks it.' };
  readonly #server;

  private constructor(token: string) {
    this.#server = createServer(async (req, res) => {
      const chunks: Buffer[] = [];
      for await (const chunk of req) chunks.push(chunk);
      const { authorization } = req.headers;
      if (authorization !== `Bearer ${token}`) {
        res.writeHead(401).end();
        return;
      }
      this.asked.push({
        path: req.url,
        token: authorization,
        body: JSON.parse(Buffer.concat(chunks).toString()),
      });
      const answer = this.first.shift() ?? this.answer;
      res.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
    });
  }

  /** @param token - the only one that it takes */
  static async start(token: string): Promise<AskedPortal> {
    const portal = new AskedPortal(token);
    await new Promise<void>(resolve => {
      portal.#server.listen(0, '127.0.0.1', resolve);
    });
    return portal;
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }
}
