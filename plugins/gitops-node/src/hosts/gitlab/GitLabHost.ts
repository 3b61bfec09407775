import {
  DefaultGitlabCredentialsProvider,
  GitlabCredentialsProvider,
  GitLabIntegrationConfig,
  ScmIntegrationRegistry,
} from '@backstage/integration';
import type { GitHost } from '../GitHost';
import { repositoryPath } from '../repositoryPath';
import { OneAtATime } from '../rest/OneAtATime';
import { RateLimits } from '../rest/RateLimits';
import { RestApi } from '../rest/RestApi';
import { GitLabRepository } from './GitLabRepository';
import { explain } from './refusals';

/** GitLab.com or a GitLab of one's own, with the token of `integrations.gitlab`; it needs the scope `api` and the role Developer. */
export class GitLabHost implements GitHost {
  readonly type = 'gitlab';
  readonly host: string;
  readonly #integration: GitLabIntegrationConfig;
  readonly #credentials: GitlabCredentialsProvider;
  readonly #rateLimits: RateLimits;
  readonly #works = new OneAtATime();
  readonly #timeoutMs?: number;

  constructor(options: {
    integration: GitLabIntegrationConfig;
    credentials: GitlabCredentialsProvider;
    /** Of one request. 15 s by default */
    timeoutMs?: number;
    /** In milliseconds since the epoch, for rate limits */
    now?: () => number;
  }) {
    this.host = options.integration.host;
    this.#integration = options.integration;
    this.#credentials = options.credentials;
    this.#timeoutMs = options.timeoutMs;
    this.#rateLimits = new RateLimits(options.now);
  }

  /** One for each of `integrations.gitlab`. */
  static fromIntegrations(integrations: ScmIntegrationRegistry): GitLabHost[] {
    const credentials =
      DefaultGitlabCredentialsProvider.fromIntegrations(integrations);
    return integrations.gitlab
      .list()
      .map(
        ({ config }) => new GitLabHost({ integration: config, credentials }),
      );
  }

  repository(address: string): GitLabRepository {
    const { baseUrl, apiBaseUrl } = this.#integration;
    // Pages of a project stand below /-/
    const [ofProject] = address.split('/-/');
    const name = repositoryPath(ofProject, baseUrl).join('/');
    const url = `${baseUrl}/${name}`;
    const credentials = () => this.#credentials.getCredentials({ url });
    const apiAt = (path: string) =>
      new RestApi({
        baseUrl: `${apiBaseUrl}${path}`,
        product: 'GitLab',
        about: name,
        credentials: async () => (await credentials()).headers ?? {},
        credentialsHint: 'Add a token under integrations.gitlab',
        explain,
        rateLimits: this.#rateLimits,
        timeoutMs: this.#timeoutMs,
      });
    return new GitLabRepository({
      host: this.host,
      name,
      url,
      api: apiAt(`/projects/${encodeURIComponent(name)}`),
      hostApi: apiAt(''),
      token: async () => (await credentials()).token,
      works: this.#works,
    });
  }
}
