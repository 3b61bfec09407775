import {
  getGiteaRequestOptions,
  GiteaIntegrationConfig,
  ScmIntegrationRegistry,
} from '@backstage/integration';
import type { GitHost } from '../GitHost';
import { repositoryPath } from '../repositoryPath';
import { encodedPath } from '../rest/encoded';
import { RestHost, RestHostOptions } from '../rest/RestHost';
import { GiteaLogin, GiteaRepository } from './GiteaRepository';
import { explain } from './refusals';

interface Options extends RestHostOptions {
  integration: GiteaIntegrationConfig;
}

/**
 * A Gitea or Forgejo, with the credentials of `integrations.gitea`; the password may be a token.
 */
export class GiteaHost extends RestHost implements GitHost {
  readonly type = 'gitea';
  readonly #options: Options;
  readonly aliases: readonly string[];
  readonly #baseUrl: string;
  readonly #login: GiteaLogin;
  readonly #headers: Record<string, string>;

  constructor(options: Options) {
    super(options.integration.host, options);
    this.#options = options;
    const { host, baseUrl = `https://${host}` } = options.integration;
    this.#baseUrl = baseUrl.replace(/\/+$/, '');
    this.aliases = [new URL(baseUrl).host];
    const { username, password } = options.integration;
    this.#login = { username, password };
    this.#headers = getGiteaRequestOptions(options.integration).headers ?? {};
  }

  /** One for each of `integrations.gitea`. */
  static fromIntegrations(integrations: ScmIntegrationRegistry): GiteaHost[] {
    return integrations.gitea
      .list()
      .map(({ config }) => new GiteaHost({ integration: config }));
  }

  withToken(token: string): GiteaHost {
    const { integration } = this.#options;
    return new GiteaHost({
      ...this.#options,
      integration: { ...integration, username: undefined, password: token },
    });
  }

  repository(address: string): GiteaRepository {
    const name = repositoryPath(address, this.#baseUrl, 2).join('/');
    const place = encodedPath(name);
    const apiAt = (path: string) =>
      this.api({
        baseUrl: `${this.#baseUrl}/api/v1${path}`,
        product: 'Gitea',
        about: name,
        credentials: async () => this.#headers,
        credentialsHint: 'Add them under integrations.gitea',
        explain,
      });
    return new GiteaRepository({
      host: this.host,
      name,
      url: `${this.#baseUrl}/${place}`,
      api: apiAt(`/repos/${place}`),
      hostApi: apiAt(''),
      login: this.#login,
      works: this.works,
    });
  }
}
