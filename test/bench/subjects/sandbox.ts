import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  Application,
  SandboxOptions,
  startSandbox,
} from '../../../packages/sandbox/src';
import { tell } from '../subject';

/** Addresses of a sandbox in a process of its own. */
export interface SandboxAddresses {
  url: string;
  token: string;
  instances: { name: string; url: string }[];
  /** `POST ?instance=&name=&health=` changes an Application's health; answers `{at}`, the time in ms at which the streams were told */
  changeUrl: string;
}

type Health = Application['status']['health']['status'];

/** The sandbox, with the options that the first argument holds as JSON. */
async function main(options: SandboxOptions): Promise<void> {
  const sandbox = await startSandbox(options);
  const changes = createServer((req, res) => {
    const query = new URL(req.url ?? '/', 'http://bench').searchParams;
    const at = Date.now();
    try {
      sandbox
        .instance(query.get('instance') ?? '')
        .change(query.get('name') ?? '', application => ({
          ...application,
          status: {
            ...application.status,
            health: {
              ...application.status.health,
              status: query.get('health') as Health,
            },
          },
        }));
      res.end(JSON.stringify({ at }));
    } catch (error) {
      res.writeHead(400).end(String(error));
    }
  });
  changes.listen(0, '127.0.0.1', () => {
    const { port } = changes.address() as AddressInfo;
    const addresses: SandboxAddresses = {
      url: sandbox.url,
      token: sandbox.token,
      instances: sandbox.argocd.map(({ name, url }) => ({ name, url })),
      changeUrl: `http://127.0.0.1:${port}/`,
    };
    tell(addresses);
  });
}

main(JSON.parse(process.argv[2])).catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
