import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { SandboxAddresses } from './subjects/sandbox';

const run = promisify(execFile);
const owner = 'platform';
const repository = 'gitops';
const FOLLOW_MS = 1_000;
const MOST_HISTORY_BYTES = 256 * 1024 * 1024;
/** What the portal's branches begin with. */
const prefix = 'gitops/';

export interface Pull {
  number: number;
  state: 'open' | 'closed';
  merged: boolean;
  head: { ref: string };
  base: { ref: string };
}

/** Of somebody with every right there. */
export interface Account {
  url: string;
  token: string;
  user: string;
}

/** A Git host that people also use without the portal: the sandbox's forge, or a real Gitea. */
export class ChaosHost {
  readonly account: Account;
  readonly #folder: string;
  readonly #sandbox: Account;

  private constructor(account: Account, sandbox: Account, folder: string) {
    this.account = account;
    this.#sandbox = sandbox;
    this.#folder = folder;
  }

  /** @param real - a real server, which gets the sandbox's repository; absent for the sandbox's forge */
  static async open(options: {
    sandbox: SandboxAddresses;
    real?: Account;
    folder: string;
  }): Promise<ChaosHost> {
    const { sandbox, real, folder } = options;
    const forge = { url: sandbox.url, token: sandbox.token, user: 'sandbox' };
    const host = new ChaosHost(real ?? forge, forge, join(folder, 'checkout'));
    await run('git', ['clone', '-q', addressOf(forge), host.#folder]);
    if (real) {
      await host
        .#call('POST', '/orgs', { username: owner })
        .catch(() => undefined);
      await host
        .#call('DELETE', `/repos/${owner}/${repository}`)
        .catch(() => undefined);
      await host.#call('POST', `/orgs/${owner}/repos`, {
        name: repository,
        default_branch: 'main',
      });
      await host.#git('remote', 'set-url', 'origin', addressOf(real));
      await host.#git('push', '-q', 'origin', 'main');
    }
    await host.#git('push', '-q', 'origin', 'main:other');
    await host.#git('config', 'user.name', 'somebody');
    await host.#git('config', 'user.email', 'somebody@example.com');
    return host;
  }

  /** All pull requests of the portal, in every state. */
  async pulls(): Promise<Pull[]> {
    const all: Pull[] = [];
    for (let page = 1; ; page++) {
      const some = await this.#repo<Pull[]>(
        'GET',
        `/pulls?state=all&limit=50&page=${page}`,
      );
      all.push(...some.filter(one => one.head.ref.startsWith(prefix)));
      if (some.length < 50) return all;
    }
  }

  /** All of the portal's. */
  async branches(): Promise<string[]> {
    const { stdout } = await this.#git('ls-remote', '--heads', 'origin');
    return [...stdout.matchAll(/refs\/heads\/(\S+)/g)]
      .map(([, name]) => name)
      .filter(name => name.startsWith(prefix));
  }

  /** Every version of a service that an environment had on the main branch: `payments preprod 1.9.0`. */
  async released(): Promise<ReadonlySet<string>> {
    await this.#git('fetch', '-q', 'origin', 'main');
    const { stdout } = await run(
      'git',
      [
        '-C',
        this.#folder,
        'log',
        '-p',
        '--format=',
        'FETCH_HEAD',
        '--',
        'apps',
      ],
      { maxBuffer: MOST_HISTORY_BYTES },
    );
    const all = new Set<string>();
    let place = '';
    for (const line of stdout.split('\n')) {
      const [, service, environment] =
        /^\+\+\+ b\/apps\/([^/]+)\/envs\/([^/]+)\//.exec(line) ?? [];
      if (service) place = `${service} ${environment}`;
      const [, version] = /^\+.*newTag: "?([^"\s]+)/.exec(line) ?? [];
      if (version) all.add(`${place} ${version}`);
    }
    return all;
  }

  merge(number: number, method: string): Promise<unknown> {
    return this.#repo('POST', `/pulls/${number}/merge`, { Do: method });
  }

  change(number: number, values: object): Promise<unknown> {
    return this.#repo('PATCH', `/pulls/${number}`, values);
  }

  /** Somebody releases a new version of a service to an environment, past the portal. */
  async release(
    service: string,
    environment: string,
    version: string,
  ): Promise<void> {
    await this.#git('fetch', '-q', 'origin', 'main');
    await this.#git('reset', '-q', '--hard', 'origin/main');
    const path = join(
      this.#folder,
      `apps/${service}/envs/${environment}/kustomization.yaml`,
    );
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace(/newTag: .*/, `newTag: ${version}`));
    await this.#git(
      'commit',
      '-qam',
      `${service} ${version} in ${environment}`,
    );
    await this.#git('push', '-q', 'origin', 'HEAD:main');
  }

  /** Has the sandbox's Argo CD see what is on the main branch, until aborted. */
  async follow(signal: AbortSignal): Promise<void> {
    if (this.account === this.#sandbox) return;
    const to = addressOf(this.#sandbox);
    while (!signal.aborted) {
      await this.#git('fetch', '-q', 'origin', 'main')
        .then(() =>
          this.#git('push', '-q', '-f', to, 'FETCH_HEAD:refs/heads/main'),
        )
        // Somebody else fetches at the same moment
        .catch(() => undefined);
      await setTimeout(FOLLOW_MS);
    }
  }

  #git(...args: string[]) {
    return run('git', ['-C', this.#folder, ...args]);
  }

  #repo<T>(method: string, path: string, body?: object): Promise<T> {
    return this.#call(method, `/repos/${owner}/${repository}${path}`, body);
  }

  async #call<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(`${this.account.url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `token ${this.account.token}`,
        'content-type': 'application/json',
      },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok)
      throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    // A merge is answered without a body
    return JSON.parse(text || 'null');
  }
}

function addressOf({ url, token, user }: Account): string {
  const { protocol, host } = new URL(url);
  return `${protocol}//${user}:${token}@${host}/${owner}/${repository}.git`;
}
