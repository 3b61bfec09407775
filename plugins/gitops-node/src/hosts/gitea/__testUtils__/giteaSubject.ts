import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type {
  HostSubject,
  HostTraits,
  StoredPull,
  StoredStatus,
} from '../../__testUtils__/hostSuite/HostSubject';
import { GiteaHost } from '../GiteaHost';
import type { SeedRepository } from './SeedRepository';

export const giteaTraits: HostTraits = {
  mergeMethods: ['merge', 'squash', 'rebase'],
  maxTitleLength: 255,
  label: 'promotion',
  canReopen: true,
  remakesBranches: true,
  canArchive: true,
  hasReader: true,
  makesRepositories: true,
};

/** A Gitea, or what answers as one. */
export interface GiteaServer {
  url: string;
  /** May do everything that a user may with repositories of their own */
  token: string;
  /** The same user's, without a right to write */
  readToken: string;
  /** Login of whose tokens these are */
  user: string;
  /** Makes an empty one of the user's */
  createRepository(name: string): Promise<void>;
  deleteRepository(name: string): Promise<void>;
  /** In which the user may make repositories; absent where the server has none to spare */
  organisation?: string;
}

export interface GiteaSubject extends HostSubject {
  /**
   * A request to the repository's API by the user, of which the client knows nothing. @throws Error
   * where it is refused
   */
  call<T>(method: string, path: string, body?: object): Promise<T>;
  /** Gives the repository another name; its addresses stay as they are told here */
  rename(): Promise<void>;
}

/** A fresh repository. Others act on it through Git and the API. */
export async function giteaSubject(
  server: GiteaServer,
  seed: SeedRepository,
  now?: () => number,
): Promise<GiteaSubject> {
  const { user, token } = server;
  let name = `gitops-${randomUUID().slice(0, 8)}`;
  const newName = `${name}-new`;
  await server.createRepository(name);
  const hostWith = (password: string) =>
    new GiteaHost({
      now,
      integration: {
        host: new URL(server.url).host,
        baseUrl: server.url,
        username: user,
        password,
      },
    });
  const url = `${server.url}/${user}/${name}.git`;
  const pushUrl = url.replace('://', `://${user}:${token}@`);
  await seed.pushTo(pushUrl);

  const call = <T>(method: string, path: string, body?: object): Promise<T> =>
    callGitea(server, method, `repos/${user}/${name}${path}`, body);
  await call('POST', '/labels', { name: 'promotion', color: '#00aabb' });
  // Gitea answers the first push before it takes note of it, and refuses much until then
  while ((await call<{ empty: boolean }>('GET', '')).empty)
    await setTimeout(50);

  return {
    call,
    host: hostWith(token),
    stranger: hostWith('revoked-token-0123456789'),
    reader: hostWith(server.readToken),
    secret: token,
    url,
    missingUrl: `${server.url}/${user}/no-such.git`,
    newUrls: [user, server.organisation ?? []]
      .flat()
      .map(owner => `${server.url}/${owner}/${newName}.git`),
    nowhereUrl: `${server.url}/no-such-owner/gitops.git`,
    commitDirectly: (branch, files) => seed.commitTo(pushUrl, branch, files),
    forcePush: (branch, files) => seed.forcePush(pushUrl, branch, files),
    deleteBranch: branch =>
      call('DELETE', `/branches/${encodeURIComponent(branch)}`),
    async branches() {
      const found = await call<{ name: string }[]>('GET', '/branches?limit=50');
      return found.map(one => one.name);
    },
    async openOnPage({ branch, base, title }) {
      const { number } = await call<{ number: number }>('POST', '/pulls', {
        head: branch,
        base,
        title,
      });
      return number;
    },
    mergeOnPage: (number, method) =>
      call('POST', `/pulls/${number}/merge`, { Do: method }),
    closeOnPage: number =>
      call('PATCH', `/pulls/${number}`, { state: 'closed' }),
    retargetOnPage: (number, base) =>
      call('PATCH', `/pulls/${number}`, { base }),
    async statuses({ head }) {
      type Shape = {
        context: string;
        status: StoredStatus['state'];
        description: string;
        target_url: string;
      };
      const { statuses } = await call<{ statuses: Shape[] | null }>(
        'GET',
        `/commits/${head}/status`,
      );
      return (statuses ?? []).map(({ status: state, target_url, ...one }) => ({
        context: one.context,
        description: one.description,
        state,
        url: target_url,
      }));
    },
    reopenOnPage: number =>
      call('PATCH', `/pulls/${number}`, { state: 'open' }),
    async rename() {
      const renamed = `${name}-renamed`;
      await call('PATCH', '', { name: renamed });
      name = renamed;
    },
    archive: () => call('PATCH', '', { archived: true }),
    async pulls() {
      type Shape = {
        number: number;
        title: string;
        body: string;
        labels: { name: string }[];
      };
      const found = await call<Shape[]>('GET', '/pulls?state=all&sort=oldest');
      const stored = found.map(async (pull): Promise<StoredPull> => {
        const comments = await call<{ body: string }[]>(
          'GET',
          `/issues/${pull.number}/comments`,
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
    async close() {
      await server.deleteRepository(name);
      const { data } = await callGitea<{ data: { name: string }[] }>(
        server,
        'GET',
        `repos/search?q=${newName}`,
      );
      for (const made of data) await server.deleteRepository(made.name);
    },
  };
}

/** One request, as any client would make it. @throws Error where it is refused */
export async function callGitea<T>(
  {
    url,
    token,
    authorization = `token ${token}`,
  }: Pick<GiteaServer, 'url' | 'token'> & { authorization?: string },
  method: string,
  path: string,
  body?: object,
): Promise<T> {
  const response = await fetch(`${url}/api/v1/${path}`, {
    method,
    headers: { authorization, 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok)
    throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}
