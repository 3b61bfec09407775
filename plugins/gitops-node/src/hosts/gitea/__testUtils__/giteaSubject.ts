import { ServerResponse } from 'node:http';
import type { Sandbox } from 'sandbox';
import type { Failure } from '../../__testUtils__/FakeServer';
import type {
  HostSubject,
  StoredPull,
  WhichRequest,
} from '../../__testUtils__/hostSuite/HostSubject';
import { GiteaHost } from '../GiteaHost';
import type { SeedRepository } from './SeedRepository';

type Forge = NonNullable<Sandbox['forge']>;
type Handler = Parameters<
  Forge['api']['failures']['add']
>[0]['failure']['handle'];

let count = 0;

/** A fresh repository of the sandbox's forge, which answers as a Gitea does. */
export async function giteaSubject(
  forge: Forge,
  seed: SeedRepository,
): Promise<HostSubject> {
  const owner = 'platform';
  const name = `gitops-${++count}`;
  const { host } = new URL(forge.url);
  const repository = await forge.api.createRepository({
    owner,
    name,
    commits: [],
  });
  const hostWith = (password: string) =>
    new GiteaHost({
      integration: { host, baseUrl: forge.url, username: 'dana', password },
    });
  const url = `${forge.url}/${owner}/${name}.git`;
  const pushUrl = url.replace('://', `://dana:${forge.token}@`);
  await seed.pushTo(pushUrl);

  const call = async <T>(
    method: string,
    path: string,
    body?: object,
  ): Promise<T> => {
    const response = await fetch(
      `${forge.url}/api/v1/repos/${owner}/${name}/${path}`,
      {
        method,
        headers: {
          authorization: `token ${forge.token}`,
          'content-type': 'application/json',
        },
        body: body && JSON.stringify(body),
      },
    );
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };
  await call('POST', 'labels', { name: 'promotion', color: '#00aabb' });

  return {
    host: hostWith(forge.token),
    stranger: hostWith('revoked-token-0123456789'),
    secret: forge.token,
    url,
    missingUrl: `${forge.url}/${owner}/no-such.git`,
    commitDirectly: (branch, files) =>
      repository.commit({
        branch,
        message: `Change ${branch}`,
        author: 'Dana <dana@acme.io>',
        files: new Map(Object.entries(files)),
      }),
    forcePush: (branch, files) => seed.forcePush(pushUrl, branch, files),
    deleteBranch: branch =>
      call('DELETE', `branches/${encodeURIComponent(branch)}`),
    async branches() {
      const found = await call<{ name: string }[]>('GET', 'branches?limit=50');
      return found.map(one => one.name);
    },
    async openOnPage({ branch, base, title }) {
      const { number } = await call<{ number: number }>('POST', 'pulls', {
        head: branch,
        base,
        title,
      });
      return number;
    },
    mergeOnPage: (number, method) =>
      call('POST', `pulls/${number}/merge`, { Do: method }),
    closeOnPage: number =>
      call('PATCH', `pulls/${number}`, { state: 'closed' }),
    reopenOnPage: number => call('PATCH', `pulls/${number}`, { state: 'open' }),
    async pulls() {
      type Shape = {
        number: number;
        title: string;
        body: string;
        labels: { name: string }[];
      };
      const found = await call<Shape[]>('GET', 'pulls?state=all&sort=oldest');
      const stored = found.map(async (pull): Promise<StoredPull> => {
        const comments = await call<{ body: string }[]>(
          'GET',
          `issues/${pull.number}/comments`,
        );
        return {
          title: pull.title,
          body: pull.body,
          labels: pull.labels.map(label => label.name),
          comments: comments.map(({ body }) => body),
        };
      });
      return Promise.all(stored);
    },
    failNext: (failure, which) => failNext(forge, failure, which),
    async close() {
      forge.api.failures.clear();
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
