import { readFileSync } from 'node:fs';
import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { resolvePackagePath } from '@backstage/backend-plugin-api';

export type Handler = (req: IncomingMessage, res: ServerResponse) => void;

/** A self-signed certificate for 127.0.0.1, and its key. */
export const testCertificate = pem('certificate');
/** The same, but no longer valid. */
export const expiredCertificate = pem('expired');
const key = pem('key');

/** An HTTP server on this machine that answers what a test tells it to. */
export class ScriptedServer {
  readonly requests: IncomingMessage[] = [];
  readonly url: string;
  readonly #server: ReturnType<typeof createServer>;

  private constructor(server: ReturnType<typeof createServer>, url: string) {
    this.#server = server;
    this.url = url;
  }

  /** @param certificate - speaks TLS with it */
  static async start(
    answer: Handler,
    options: { certificate?: string } = {},
  ): Promise<ScriptedServer> {
    const { certificate: cert } = options;
    const server = cert ? createTlsServer({ cert, key }) : createServer();
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    const scripted = new ScriptedServer(
      server,
      `${cert ? 'https' : 'http'}://127.0.0.1:${port}`,
    );
    server.on('request', (req: IncomingMessage, res: ServerResponse) => {
      scripted.requests.push(req);
      answer(req, res);
    });
    return scripted;
  }

  get port(): string {
    return new URL(this.url).port;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => {
      this.#server.close(resolve);
    });
  }
}

/** Answers with a status and a body, as JSON unless it is a text. */
export function answering(
  status: number,
  body: unknown = '',
  headers: Record<string, string> = {},
): Handler {
  return (_, res) => {
    const isText = typeof body === 'string' || Buffer.isBuffer(body);
    res.writeHead(status, headers);
    res.end(isText ? body : JSON.stringify(body));
  };
}

function pem(name: string): string {
  const folder = 'src/__fixtures__/tls';
  return readFileSync(
    resolvePackagePath(
      'backstage-plugin-gitops-backend',
      `${folder}/${name}.pem`,
    ),
    'utf8',
  );
}
