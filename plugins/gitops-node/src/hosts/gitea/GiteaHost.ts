import {
  getGiteaRequestOptions,
  GiteaIntegrationConfig,
  ScmIntegrationRegistry,
} from '@backstage/integration';
import type { GitHost } from '../GitHost';
import { repositoryPath } from '../repositoryPath';
import { encodedPath } from '../rest/encoded';
import { OneAtATime } from '../rest/OneAtATime';
import { RateLimits } from '../rest/RateLimits';
import { RestApi } from '../rest/RestApi';
import { GiteaLogin, GiteaRepository } from './GiteaRepository';
import { explain } from './refusals';

/** A Gitea or Forgejo, with the credentials of `integrations.gitea`; the password may be a token. */
export class GiteaHost implements GitHost {
  readonly type = 'gitea';
  readonly host: string;
  readonly aliases: readonly string[];
  readonly #baseUrl: string;
  readonly #login: GiteaLogin;
  readonly #headers: Record<string, string>;
  readonly #timeoutMs?: number;
  readonly #rateLimits: RateLimits;
  readonly #works = new OneAtATime();

  constructor(options: {
    integration: GiteaIntegrationConfig;
    /** Of one request. 15 s by default */
    timeoutMs?: number;
    /** In milliseconds since the epoch, for rate limits */
    now?: () => number;
  }) {
    const { host, baseUrl = `https://${host}` } = options.integration;
    this.host = host;
    this.#baseUrl = baseUrl.replace(/\/+$/, '');
    this.aliases = [new URL(baseUrl).host];
    const { username, password } = options.integration;
    this.#login = { username, password };
    this.#headers = getGiteaRequestOptions(options.integration).headers ?? {};
    this.#timeoutMs = options.timeoutMs;
    this.#rateLimits = new RateLimits(options.now);
  }

  /** One for each of `integrations.gitea`. */
  static fromIntegrations(integrations: ScmIntegrationRegistry): GiteaHost[] {
    return integrations.gitea
      .list()
      .map(({ config }) => new GiteaHost({ integration: config }));
  }

  repository(address: string): GiteaRepository {
    const name = repositoryPath(address, this.#baseUrl, 2).join('/');
    const place = encodedPath(name);
    const apiAt = (path: string) =>
      new RestApi({
        baseUrl: `${this.#baseUrl}/api/v1${path}`,
        product: 'Gitea',
        about: name,
        credentials: async () => this.#headers,
        credentialsHint: 'Add them under integrations.gitea',
        explain,
        rateLimits: this.#rateLimits,
        timeoutMs: this.#timeoutMs,
      });
    return new GiteaRepository({
      host: this.host,
      name,
      url: `${this.#baseUrl}/${place}`,
      api: apiAt(`/repos/${place}`),
      hostApi: apiAt(''),
      login: this.#login,
      works: this.#works,
    });
  }
}
