import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { ScmIntegrations } from '@backstage/integration';
import type { GitHost, GitRepository } from './GitHost';
import { GiteaHost } from './gitea/GiteaHost';
import { GitHubHost } from './github/GitHubHost';
import { addressOf } from './repositoryPath';

/** Makes the hosts of one kind from the integrations. */
type Kind = (integrations: ScmIntegrations) => GitHost[];

const kinds: readonly Kind[] = [
  GitHubHost.fromIntegrations,
  ({ gitea }) => gitea.list().map(({ config }) => new GiteaHost(config)),
];

/**
 * Every Git host that Backstage's `integrations` name, and those that others add.
 *
 * @public
 */
export class GitHosts {
  readonly #hosts: readonly GitHost[];

  private constructor(hosts: readonly GitHost[]) {
    this.#hosts = hosts;
  }

  /** @param others - come before those that come along */
  static fromConfig(config: Config, others: readonly GitHost[] = []): GitHosts {
    const integrations = ScmIntegrations.fromConfig(config);
    return new GitHosts([
      ...others,
      ...kinds.flatMap(kind => kind(integrations)),
    ]);
  }

  all(): readonly GitHost[] {
    return this.#hosts;
  }

  /** @throws InputError where no host has the address */
  repository(url: string): GitRepository {
    const { host, hostname } = addressOf(url);
    // An ssh address has a port of its own
    const found =
      this.#hosts.find(one => one.host === host) ??
      this.#hosts.find(one => one.host.split(':')[0] === hostname);
    if (!found)
      throw new InputError(
        `No Git host ${host} is configured. Add it under integrations in app-config.yaml, with credentials that may push and open pull requests`,
      );
    return found.repository(url);
  }
}
