import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { constants, setPriority } from 'node:os';
import {
  Application,
  SandboxOptions,
  startSandbox,
} from '../../../packages/sandbox/src';
import { serviceNames } from '../manyServices';
import { tell } from '../subject';
import { commit } from './commit';
import { deployed, failed } from './deployed';
import { addServices } from './manyServices';

/** Addresses of a sandbox in a process of its own. */
export interface SandboxAddresses {
  url: string;
  token: string;
  instances: { name: string; url: string }[];
  /**
   * `POST ?instance=&name=&health=` changes an Application's health; answers `{at}`, the time in ms
   * at which the streams were told
   */
  changeUrl: string;
  /**
   * `POST ?instance=&revision=` changes the commit of all Applications, as one to a monorepo does
   * that changes no manifest of theirs
   */
  commitUrl: string;
  /**
   * `GET ?instance=&name=` waits until a Pod of an Application crashes or a Job of it fails; answers
   * `{at}`, the time in ms since when
   */
  failedUrl: string;
  /**
   * `GET ?instance=&name=&image=` waits until an Application runs that image, and no other, well;
   * answers `{at}`, the time in ms since when its API says so
   */
  deployedUrl: string;
}

type Health = Application['status']['health']['status'];

/**
 * The sandbox, with the options that the first argument holds as JSON, and with so many services
 * more than its seed has, counted from a number.
 */
async function main({
  services = 0,
  firstService = 1,
  givesWay = false,
  ...options
}: SandboxOptions & {
  services?: number;
  firstService?: number;
  /** Real servers are on other machines: what this one does is not to hold up what is measured */
  givesWay?: boolean;
}): Promise<void> {
  if (givesWay) setPriority(constants.priority.PRIORITY_LOW);
  const sandbox = await startSandbox(options);
  if (services > 0)
    await addServices(sandbox, serviceNames(services, firstService));
  const instanceOf = (query: URLSearchParams) =>
    sandbox.instance(query.get('instance') ?? '');
  const nameOf = (query: URLSearchParams) => query.get('name') ?? '';
  const routes: Record<
    string,
    (query: URLSearchParams) => number | Promise<number>
  > = {
    '/change': query => {
      const at = Date.now();
      instanceOf(query).change(nameOf(query), application => ({
        ...application,
        status: {
          ...application.status,
          health: {
            ...application.status.health,
            status: query.get('health') as Health,
          },
        },
      }));
      return at;
    },
    '/commit': query => {
      const at = Date.now();
      commit(instanceOf(query), query.get('revision') ?? '');
      return at;
    },
    '/failed': query => failed(instanceOf(query), nameOf(query)),
    '/deployed': query =>
      deployed(instanceOf(query), nameOf(query), query.get('image') ?? ''),
  };
  const answer = async ({ pathname, searchParams }: URL) => {
    const route = routes[pathname];
    if (!route) throw new Error(`There is no ${pathname}`);
    return route(searchParams);
  };
  const bench = createServer((req, res) => {
    answer(new URL(req.url ?? '/', 'http://bench')).then(
      at => res.end(JSON.stringify({ at })),
      error => res.writeHead(400).end(String(error)),
    );
  });
  bench.listen(0, '127.0.0.1', () => {
    const { port } = bench.address() as AddressInfo;
    const addresses: SandboxAddresses = {
      url: sandbox.url,
      token: sandbox.token,
      instances: sandbox.argocd.map(({ name, url }) => ({ name, url })),
      changeUrl: `http://127.0.0.1:${port}/change`,
      commitUrl: `http://127.0.0.1:${port}/commit`,
      failedUrl: `http://127.0.0.1:${port}/failed`,
      deployedUrl: `http://127.0.0.1:${port}/deployed`,
    };
    tell(addresses);
  });
}

main(JSON.parse(process.argv[2])).catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
