import {
  DefaultGitlabCredentialsProvider,
  GitlabCredentialsProvider,
  GitLabIntegrationConfig,
  ScmIntegrationRegistry,
} from '@backstage/integration';
import type { GitHost } from '../GitHost';
import { repositoryPath } from '../repositoryPath';
import { RestApi } from '../rest/RestApi';
import { GitLabRepository } from './GitLabRepository';
import { problemOf, wordsOf } from './refusals';

/** GitLab.com or a GitLab of one's own, with the token of `integrations.gitlab`; it needs the scope `api` and the role Developer. */
export class GitLabHost implements GitHost {
  readonly type = 'gitlab';
  readonly host: string;
  readonly #integration: GitLabIntegrationConfig;
  readonly #credentials: GitlabCredentialsProvider;
  readonly #timeoutMs?: number;

  constructor(options: {
    integration: GitLabIntegrationConfig;
    credentials: GitlabCredentialsProvider;
    /** Of one request. 15 s by default */
    timeoutMs?: number;
  }) {
    this.host = options.integration.host;
    this.#integration = options.integration;
    this.#credentials = options.credentials;
    this.#timeoutMs = options.timeoutMs;
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
    return new GitLabRepository({
      host: this.host,
      name,
      url,
      api: new RestApi({
        baseUrl: `${apiBaseUrl}/projects/${encodeURIComponent(name)}`,
        product: 'GitLab',
        about: name,
        headers: () => this.#headers(url),
        wordsOf,
        problemOf,
        timeoutMs: this.#timeoutMs,
      }),
    });
  }

  async #headers(url: string): Promise<Record<string, string>> {
    const { headers = {} } = await this.#credentials.getCredentials({ url });
    return headers;
  }
}
