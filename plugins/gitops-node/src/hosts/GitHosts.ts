import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { ScmIntegrations } from '@backstage/integration';
import type { GitHost, GitRepository } from './GitHost';
import { AzureDevOpsHost } from './azureDevOps/AzureDevOpsHost';
import { BitbucketCloudHost } from './bitbucketCloud/BitbucketCloudHost';
import { BitbucketServerHost } from './bitbucketServer/BitbucketServerHost';
import { GiteaHost } from './gitea/GiteaHost';
import { GitHubHost } from './github/GitHubHost';
import { GitLabHost } from './gitlab/GitLabHost';
import { addressOf } from './repositoryPath';

/** Makes the hosts of one kind from the integrations. */
type Kind = (integrations: ScmIntegrations) => GitHost[];

const kinds: readonly Kind[] = [
  GitHubHost.fromIntegrations,
  GitLabHost.fromIntegrations,
  AzureDevOpsHost.fromIntegrations,
  BitbucketCloudHost.fromIntegrations,
  BitbucketServerHost.fromIntegrations,
  GiteaHost.fromIntegrations,
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

  /**
   * The repository of an address, https or ssh.
   *
   * @param options - `token` is a person's own, which takes the place of the credentials of
   * `integrations`
   * @throws InputError where no host has it, or it names no repository, or it takes no such token
   */
  repository(url: string, options: { token?: string } = {}): GitRepository {
    const { host, hostname, protocol } = addressOf(url);
    const isSsh = /ssh/.test(protocol);
    const found =
      this.#hosts.find(one => isSame(one.host, host)) ??
      this.#hosts.find(one => one.aliases?.some(name => isSame(name, host))) ??
      this.#hosts.find(one => isSame(one.host, mainName(hostname))) ??
      // ssh has a port of its own
      (isSsh
        ? this.#hosts.find(one => isSame(one.host.split(':')[0], hostname))
        : undefined);
    if (!found)
      throw new InputError(
        `No Git host ${host} is configured. Add it under integrations in app-config.yaml, with credentials that may push and open pull requests`,
      );
    const { token } = options;
    if (token === undefined) return found.repository(url);
    if (token === '')
      throw new InputError(
        'token is empty: leave it out to use the credentials of integrations',
      );
    if (!found.withToken)
      throw new InputError(
        `${found.host} can't be used with a token of your own. Leave it out: the credentials of integrations are used then`,
      );
    return found.withToken(token).repository(url);
  }
}

/** Some hosts serve ssh under another name, for firewalls, and Azure DevOps had others before. */
function mainName(hostname: string): string {
  return /\.visualstudio\.com$/i.test(hostname)
    ? 'dev.azure.com'
    : hostname.replace(/^(alt)?ssh\./i, '');
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
