import {
  AzureDevOpsCredentialsProvider,
  DefaultAzureDevOpsCredentialsProvider,
  ScmIntegrationRegistry,
} from '@backstage/integration';
import type { GitHost } from '../GitHost';
import { GitHostError } from '../GitHostError';
import { encodedPath } from '../rest/encoded';
import { RestHost, RestHostOptions } from '../rest/RestHost';
import { AzureDevOpsRepository } from './AzureDevOpsRepository';
import { repositoryAddress } from './repositoryAddress';
import { explain } from './refusals';

const SERVICES = 'dev.azure.com';
/** Known by Azure DevOps Services and by Azure DevOps Server 2022 and later. */
const API_VERSION = '7.0';

interface Options extends RestHostOptions {
  host: string;
  /** Of its pages; `https://` and the host by default */
  baseUrl?: string;
  credentials: AzureDevOpsCredentialsProvider;
}

/**
 * Azure DevOps Services, or a server of one's own, with the credentials of `integrations.azure`: a
 * personal access token (scopes Code read & write, and Identity read where reviewers are asked) or
 * a service principal with the right to contribute.
 */
export class AzureDevOpsHost extends RestHost implements GitHost {
  readonly type = 'azureDevOps';
  readonly #options: Options;
  readonly #baseUrl: string;
  /** Under whichever of their host names: an organization's own is an older one of the same */
  readonly #isServices: boolean;

  constructor(options: Options) {
    super(options.host, options);
    this.#options = options;
    this.#isServices =
      options.host === SERVICES || options.host.endsWith('.visualstudio.com');
    this.#baseUrl =
      options.baseUrl ??
      `https://${this.#isServices ? SERVICES : options.host}`;
  }

  /** One for each of `integrations.azure`. */
  static fromIntegrations(
    integrations: ScmIntegrationRegistry,
  ): AzureDevOpsHost[] {
    const credentials =
      DefaultAzureDevOpsCredentialsProvider.fromIntegrations(integrations);
    return integrations.azure
      .list()
      .map(({ config }) => new AzureDevOpsHost({ ...config, credentials }));
  }

  withToken(token: string): AzureDevOpsHost {
    const headers = { Authorization: `Bearer ${token}` };
    return new AzureDevOpsHost({
      ...this.#options,
      credentials: {
        getCredentials: async () => ({ type: 'bearer', token, headers }),
      },
    });
  }

  repository(address: string): AzureDevOpsRepository {
    const { collection, project, repository } = repositoryAddress(address);
    const name = `${collection}/${project}/${repository}`;
    const place = `${encodedPath(collection)}/${encodeURIComponent(project)}`;
    const repositoryPart = encodeURIComponent(repository);
    const url = `${this.#baseUrl}/${place}/_git/${repositoryPart}`;
    // Credentials are configured for the host name that integrations have
    const credentialsUrl = this.host.endsWith('.visualstudio.com')
      ? `https://${this.host}`
      : url;
    const apiAt = (baseUrl: string) =>
      this.api({
        baseUrl,
        query: { 'api-version': API_VERSION },
        product: 'Azure DevOps',
        about: name,
        credentials: () => this.#headers(name, credentialsUrl),
        credentialsHint: 'Add them under integrations.azure',
        explain,
      });
    return new AzureDevOpsRepository({
      host: this.host,
      name,
      url,
      works: this.works,
      api: apiAt(
        `${this.#baseUrl}/${place}/_apis/git/repositories/${repositoryPart}`,
      ),
      policies: apiAt(`${this.#baseUrl}/${place}/_apis/git/policy`),
      identities: apiAt(
        `${this.#identitiesUrl()}/${encodedPath(collection)}/_apis`,
      ),
    });
  }

  /** Services keep their users on a host of their own. */
  #identitiesUrl(): string {
    return this.#isServices ? `https://vssps.${SERVICES}` : this.#baseUrl;
  }

  async #headers(name: string, url: string): Promise<Record<string, string>> {
    try {
      const found = await this.#options.credentials.getCredentials({ url });
      return found?.headers ?? {};
    } catch (error) {
      // The original is not kept: it may hold what was sent
      if (!(error instanceof Error) || error.name !== 'AuthenticationError')
        throw error;
      throw new GitHostError(
        'unauthorized',
        `${name}: the identity provider gives no token for Azure DevOps. Renew the credentials under integrations`,
      );
    }
  }
}
