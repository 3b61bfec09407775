import {
  BitbucketServerIntegrationConfig,
  getBitbucketServerRequestOptions,
  ScmIntegrationRegistry,
} from '@backstage/integration';
import type { GitHost } from '../GitHost';
import { RestHost, RestHostOptions } from '../rest/RestHost';
import { repositoryAddress } from './repositoryAddress';
import { BitbucketServerRepository } from './BitbucketServerRepository';
import { explain } from './refusals';

interface Options extends RestHostOptions {
  integration: BitbucketServerIntegrationConfig;
}

/**
 * Bitbucket Data Center (Bitbucket Server before), with the credentials of
 * `integrations.bitbucketServer`: an HTTP access token of a user, or a user's name and password.
 * The user needs the permission to write to the repository. Tokens of a project or a repository
 * have no user, and Bitbucket makes no commits for them.
 */
export class BitbucketServerHost extends RestHost implements GitHost {
  readonly type = 'bitbucketServer';
  readonly #options: Options;
  readonly #baseUrl: string;

  constructor(options: Options) {
    super(options.integration.host, options);
    this.#options = options;
    this.#baseUrl = pagesOf(options.integration);
  }

  /** One for each of `integrations.bitbucketServer`. */
  static fromIntegrations(
    integrations: ScmIntegrationRegistry,
  ): BitbucketServerHost[] {
    return integrations.bitbucketServer
      .list()
      .map(({ config }) => new BitbucketServerHost({ integration: config }));
  }

  withToken(token: string): BitbucketServerHost {
    const { host, apiBaseUrl } = this.#options.integration;
    return new BitbucketServerHost({
      ...this.#options,
      integration: { host, apiBaseUrl, token },
    });
  }

  repository(address: string): BitbucketServerRepository {
    const { project, slug } = repositoryAddress(address, this.#baseUrl);
    const name = `${project}/${slug}`;
    const [projectPart, slugPart] = [project, slug].map(encodeURIComponent);
    const place = `projects/${projectPart}/repos/${slugPart}`;
    const page = project.startsWith('~')
      ? `users/${encodeURIComponent(project.slice(1))}/repos/${slugPart}`
      : place;
    const { rest, version } = this.#restAddress();
    const apiAt = (plugin: string, path: string, of = version) =>
      this.api({
        baseUrl: `${rest}/${plugin}/${of}/${path}`,
        product: 'Bitbucket',
        about: name,
        // Otherwise Bitbucket takes forms for forged ones
        headers: { 'x-atlassian-token': 'no-check' },
        credentials: async () =>
          getBitbucketServerRequestOptions(this.#options.integration).headers,
        credentialsHint: 'Add them under integrations.bitbucketServer',
        explain,
      });
    const apis = {
      repository: apiAt('api', place),
      project: apiAt('api', `projects/${projectPart}`),
      branchUtils: apiAt('branch-utils', place),
      buildStatus: apiAt('build-status', 'commits'),
      defaultReviewers: apiAt('default-reviewers', place),
      // It has another version than the others
      branchPermissions: apiAt('branch-permissions', place, 'latest'),
    };
    return new BitbucketServerRepository({
      host: this.host,
      name,
      url: `${this.#baseUrl}/${page}`,
      cloneUrl: `${this.#baseUrl}/scm/${projectPart}/${slugPart}.git`,
      api: apis.repository,
      apis,
      login: this.#options.integration,
      works: this.works,
    });
  }

  /**
   * Each of Bitbucket's own plugins has an API of its own beside `/rest/api/1.0`, with the same
   * versions.
   */
  #restAddress(): { rest: string; version: string } {
    const { apiBaseUrl } = this.#options.integration;
    const [, rest, version] = /^(.*)\/api\/([^/]+)$/.exec(apiBaseUrl) ?? [];
    return { rest: rest ?? apiBaseUrl, version: version ?? 'latest' };
  }
}

/**
 * Pages are at the host that people know, though the API may be reached by another one. Both are
 * below the same path.
 */
function pagesOf({
  host,
  apiBaseUrl,
}: BitbucketServerIntegrationConfig): string {
  const api = new URL(apiBaseUrl);
  const origin = api.host === host ? api.origin : `https://${host}`;
  return `${origin}${api.pathname.replace(/\/rest(\/.*)?$/, '')}`;
}
