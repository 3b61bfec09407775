import {
  BitbucketCloudIntegrationConfig,
  getBitbucketCloudRequestOptions,
  ScmIntegrationRegistry,
} from '@backstage/integration';
import type { GitHost } from '../GitHost';
import { GitHostError } from '../GitHostError';
import { repositoryPath } from '../repositoryPath';
import { RestHost, RestHostOptions } from '../rest/RestHost';
import { BitbucketCloudRepository } from './BitbucketCloudRepository';
import { explain } from './refusals';

interface Options extends RestHostOptions {
  integration: BitbucketCloudIntegrationConfig;
  /** Of its pages; `https://` and the host by default */
  baseUrl?: string;
}

/**
 * bitbucket.org, with the credentials of `integrations.bitbucketCloud`: an API token, an app
 * password, or an OAuth client. They need the scopes `repository:write` and `pullrequest:write`.
 */
export class BitbucketCloudHost extends RestHost implements GitHost {
  readonly type = 'bitbucketCloud';
  readonly #options: Options;
  readonly #baseUrl: string;

  constructor(options: Options) {
    super(options.integration.host, options);
    this.#options = options;
    this.#baseUrl = options.baseUrl ?? `https://${this.host}`;
  }

  /** One for each of `integrations.bitbucketCloud`. */
  static fromIntegrations(
    integrations: ScmIntegrationRegistry,
  ): BitbucketCloudHost[] {
    return integrations.bitbucketCloud
      .list()
      .map(({ config }) => new BitbucketCloudHost({ integration: config }));
  }

  withToken(token: string): BitbucketCloudHost {
    const { host, apiBaseUrl } = this.#options.integration;
    return new BitbucketCloudHost({
      ...this.#options,
      integration: { host, apiBaseUrl, token },
    });
  }

  repository(address: string): BitbucketCloudRepository {
    // Pages of a repository stand below it
    const [workspace, slug] = repositoryPath(address, this.#baseUrl);
    const name = `${workspace}/${slug.replace(/\.git$/, '')}`;
    const [workspacePart, slugPart] = name.split('/').map(encodeURIComponent);
    const apiAt = (path: string) =>
      this.api({
        baseUrl: `${this.#options.integration.apiBaseUrl}/${path}`,
        product: 'Bitbucket',
        about: name,
        credentials: () => this.#headers(name),
        credentialsHint: 'Add them under integrations.bitbucketCloud',
        explain,
      });
    return new BitbucketCloudRepository({
      host: this.host,
      name,
      url: `${this.#baseUrl}/${workspacePart}/${slugPart}`,
      api: apiAt(`repositories/${workspacePart}/${slugPart}`),
      workspace: apiAt(`workspaces/${workspacePart}`),
      works: this.works,
    });
  }

  async #headers(name: string): Promise<Record<string, string>> {
    try {
      const found = await getBitbucketCloudRequestOptions(
        this.#options.integration,
      );
      return found.headers;
    } catch (error) {
      // All that Backstage tells of the OAuth client's refusal is a sentence
      if (!/: 40[013] /.test(String(error))) throw error;
      throw new GitHostError(
        'unauthorized',
        `${name}: Bitbucket gives no token for the OAuth client. Renew it under integrations`,
      );
    }
  }
}
