import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createForge, type Forge, type ForgeOptions } from '../Forge';

export const token = 'token-of-tests';

/** An answer of the API; `body` is its JSON, or its text where it is no JSON. */
export interface ApiAnswer {
  status: number;
  headers: Headers;
  body: unknown;
}

/** A forge that listens on a free port of this machine. */
export interface RunningForge {
  forge: Forge;
  baseUrl: string;
  /** Calls the API with the token, or with that of one of the people */
  api(
    method: string,
    path: string,
    body?: unknown,
    login?: string,
  ): Promise<ApiAnswer>;
  stop(): Promise<void>;
}

export async function startForge(
  options: Pick<ForgeOptions, 'clock' | 'after' | 'onError'> = {},
): Promise<RunningForge> {
  const forge = await createForge({ token, ...options });
  const server = createServer(async (req, res) => {
    if (!(await forge.handler(req, res)))
      res.writeHead(404).end('not the forge');
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  forge.setBaseUrl(baseUrl);
  return {
    forge,
    baseUrl,
    async api(method, path, body, login) {
      const response = await fetch(`${baseUrl}/api/v1${path}`, {
        method,
        headers: {
          Authorization: `token ${login ? `${token}-${login}` : token}`,
          'Content-Type': 'application/json',
        },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      const text = await response.text();
      const isJson = response.headers.get('Content-Type')?.includes('json');
      return {
        status: response.status,
        headers: response.headers,
        body: isJson ? JSON.parse(text) : text,
      };
    },
    async stop() {
      await forge.close();
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
