import { imageOf } from './manyServices';
import type { SandboxAddresses } from './subjects/sandbox';

const giveUpMs = 120_000;
const repository = 'platform/gitops';

/**
 * What people and Argo CD do in the sandbox while the portal is measured, asked for over HTTP as of
 * real servers.
 */
export class SandboxServers {
  readonly #addresses: SandboxAddresses;

  constructor(addresses: SandboxAddresses) {
    this.#addresses = addresses;
  }

  /** Merges as somebody does on the forge's own page. */
  async merge(pullRequest: number): Promise<void> {
    await this.#forge('POST', `pulls/${pullRequest}/merge`, { Do: 'squash' });
  }

  async close(pullRequest: number): Promise<void> {
    await this.#forge('PATCH', `pulls/${pullRequest}`, { state: 'closed' });
  }

  async openPullRequests(): Promise<number[]> {
    const pulls: { number: number }[] = await this.#forge(
      'GET',
      'pulls?state=open',
    );
    return pulls.map(({ number }) => number);
  }

  async changedFiles(pullRequest: number): Promise<number> {
    const pull: { changed_files: number } = await this.#forge(
      'GET',
      `pulls/${pullRequest}`,
    );
    return pull.changed_files;
  }

  /** Has the forge tell of pushes and pull requests. */
  async addWebhook(url: string, secret: string): Promise<void> {
    await this.#forge('POST', 'hooks', {
      type: 'gitea',
      active: true,
      events: ['push', 'pull_request'],
      config: { url, content_type: 'json', secret },
    });
  }

  /** From now on the forge accepts requests and never answers them: all, or those of one method. */
  async hang(method?: string): Promise<void> {
    await this.#control('POST', 'forge/failures', {
      failure: 'hang',
      times: null,
      method,
    });
  }

  /** Below 1, deployments take longer than recorded. */
  async setSpeed(speed: number): Promise<void> {
    await this.#control('PUT', 'speed', { speed });
  }

  /**
   * Waits until an Argo CD says that the version, and no other, runs well. @returns since when, in
   * ms as `performance.now()` has it
   */
  async deployed(
    service: string,
    environment: string,
    version: string,
  ): Promise<number> {
    const query = new URLSearchParams({
      instance: 'eu-central',
      name: `${service}-${environment}`,
      image: imageOf(service, version),
    });
    const { at }: { at: number } = await json(
      `${this.#addresses.deployedUrl}?${query}`,
      { signal: AbortSignal.timeout(giveUpMs) },
    );
    return performance.now() - (Date.now() - at);
  }

  #control(method: string, path: string, body: object) {
    return json(`${this.#addresses.url}/sandbox/api/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  #forge(method: string, path: string, body?: object) {
    const { url, token } = this.#addresses;
    return json(`${url}/api/v1/repos/${repository}/${path}`, {
      method,
      headers: {
        authorization: `token ${token}`,
        'content-type': 'application/json',
      },
      body: body && JSON.stringify(body),
    });
  }
}

async function json(url: string, init: RequestInit) {
  const response = await fetch(url, init);
  const text = await response.text();
  if (!response.ok)
    throw new Error(`${url} answered ${response.status}: ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}
