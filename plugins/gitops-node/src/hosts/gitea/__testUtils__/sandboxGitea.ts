import { randomUUID } from 'node:crypto';
import { ServerResponse } from 'node:http';
import type { Sandbox } from 'sandbox';
import type { Failure } from '../../__testUtils__/FakeServer';
import type {
  FailingSubject,
  StoredRights,
  WhichRequest,
} from '../../__testUtils__/hostSuite/HostSubject';
import { callGitea, GiteaServer, giteaSubject } from './giteaSubject';
import type { SeedRepository } from './SeedRepository';

type Forge = NonNullable<Sandbox['forge']>;
type Handler = Parameters<
  Forge['api']['failures']['add']
>[0]['failure']['handle'];

/** The sandbox's forge, which answers as a Gitea does. */
export function sandboxGitea({ url, token, api }: Forge): GiteaServer {
  const [user, organisation] = ['platform', 'services'];
  api.ensureOrganisation(organisation, { 'team-a': 'write' });
  return {
    url,
    token,
    user,
    organisation,
    readToken: `${token}-read`,
    async createRepository(name) {
      const jobs = new Map();
      await api.createRepository({ owner: user, name, commits: [], jobs });
    },
    // All of them go with the sandbox
    async deleteRepository() {},
  };
}

/** A fresh repository of the sandbox's forge, which fails when it is asked to. */
export async function sandboxSubject(
  forge: Forge,
  seed: SeedRepository,
): Promise<FailingSubject> {
  let now = Date.now();
  return {
    ...(await giteaSubject(sandboxGitea(forge), seed, () => now)),
    passTime(ms) {
      now += ms;
    },
    rights: await rightsIn(forge),
    failNext: (failure, which) => failNext(forge, failure, which),
    async close() {
      forge.api.failures.clear();
    },
  };
}

/** In a new repository of the organisation: users' own know no teams. */
async function rightsIn(forge: Forge): Promise<StoredRights> {
  const server = sandboxGitea(forge);
  const owner = server.organisation!;
  const name = `rights-${randomUUID().slice(0, 8)}`;
  await forge.api.createRepository({ owner, name, commits: [] });
  const get = <T>(path: string) =>
    callGitea<T>(server, 'GET', `repos/${owner}/${name}${path}`);
  return {
    url: `${server.url}/${owner}/${name}.git`,
    team: 'team-a',
    user: 'nora',
    async access() {
      const teams = await get<{ name: string; permission: string }[]>('/teams');
      const users = await get<{ login: string }[]>('/collaborators');
      const ofUsers = users.map(async ({ login }) => {
        const path = `/collaborators/${login}/permission`;
        const { permission } = await get<{ permission: string }>(path);
        return [login, permission];
      });
      return Object.fromEntries([
        ...teams.map(one => [one.name, one.permission]),
        ...(await Promise.all(ofUsers)),
      ]);
    },
    async isProtected(branch) {
      const all = await get<{ rule_name: string; enable_push: boolean }[]>(
        '/branch_protections',
      );
      return all.some(one => one.rule_name === branch && !one.enable_push);
    },
  };
}

function failNext(
  forge: Forge,
  failure: Failure,
  { isChange = false, skip = 0 }: WhichRequest = {},
): void {
  let passed = 0;
  const { failures } = forge.api;
  const handle: Handler = async exchange => {
    const { req, res, work } = exchange;
    const isMeant = !isChange || !['GET', 'HEAD'].includes(req.method!);
    if (isMeant && passed++ >= skip) {
      await fail(failure, exchange);
      return;
    }
    failures.add({ failure: { name: failure.kind, handle } });
    await work(res);
  };
  failures.add({ failure: { name: failure.kind, handle } });
}

async function fail(
  failure: Failure,
  { req, res, work }: Parameters<Handler>[0],
): Promise<void> {
  const refuse = (status: number, message: string, headers: object = {}) =>
    res
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify({ message, url: 'https://git.example.com' }));
  switch (failure.kind) {
    case 'error':
      refuse(500, 'Internal Server Error');
      break;
    case 'rateLimited':
      refuse(429, 'Too Many Requests', {
        'retry-after': String(failure.retryAfterSeconds),
      });
      break;
    case 'cut':
      req.socket.destroy();
      break;
    case 'lost':
      // A response without a connection: what is written to it is lost
      await work(new ServerResponse(req));
      req.socket.destroy();
      break;
    default:
  }
}
