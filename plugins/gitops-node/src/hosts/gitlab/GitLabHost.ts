import {
  DefaultGitlabCredentialsProvider,
  GitlabCredentialsProvider,
  GitLabIntegrationConfig,
  ScmIntegrationRegistry,
} from '@backstage/integration';
import type { GitHost } from '../GitHost';
import { repositoryPath } from '../repositoryPath';
import { RestHost, RestHostOptions } from '../rest/RestHost';
import { GitLabPeople } from './GitLabPeople';
import { GitLabRepository } from './GitLabRepository';
import { explain } from './refusals';

interface Options extends RestHostOptions {
  integration: GitLabIntegrationConfig;
  credentials: GitlabCredentialsProvider;
}

/**
 * GitLab.com or a GitLab of one's own, with the token of `integrations.gitlab`; it needs the scope
 * `api` and the role Developer.
 */
export class GitLabHost extends RestHost implements GitHost {
  readonly type = 'gitlab';
  readonly #options: Options;
  readonly #people = new GitLabPeople();

  constructor(options: Options) {
    super(options.integration.host, options);
    this.#options = options;
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

  withToken(token: string): GitLabHost {
    const own = { token, headers: { Authorization: `Bearer ${token}` } };
    return new GitLabHost({
      ...this.#options,
      credentials: { getCredentials: async () => own },
    });
  }

  repository(address: string): GitLabRepository {
    const { baseUrl, apiBaseUrl } = this.#options.integration;
    // Pages of a project stand below /-/
    const [ofProject] = address.split('/-/');
    const name = repositoryPath(ofProject, baseUrl).join('/');
    const url = `${baseUrl}/${name}`;
    const credentials = () => this.#options.credentials.getCredentials({ url });
    const apiAt = (path: string) =>
      this.api({
        baseUrl: `${apiBaseUrl}${path}`,
        product: 'GitLab',
        about: name,
        credentials: async () => (await credentials()).headers ?? {},
        credentialsHint: 'Add a token under integrations.gitlab',
        explain,
      });
    return new GitLabRepository({
      host: this.host,
      name,
      url,
      api: apiAt(`/projects/${encodeURIComponent(name)}`),
      hostApi: apiAt(''),
      people: this.#people,
      token: async () => (await credentials()).token,
      works: this.works,
    });
  }
}
