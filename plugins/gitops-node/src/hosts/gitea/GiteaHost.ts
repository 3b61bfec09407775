import {
  getGiteaRequestOptions,
  GiteaIntegrationConfig,
} from '@backstage/integration';
import type { GitHost } from '../GitHost';
import { JsonApi } from '../JsonApi';
import { repositoryPath } from '../repositoryPath';
import { GiteaRepository } from './GiteaRepository';

/** A Gitea or Forgejo, with the credentials of `integrations.gitea`; the password may be a token. */
export class GiteaHost implements GitHost {
  readonly type = 'gitea';
  readonly host: string;
  readonly #baseUrl: string;
  readonly #api: JsonApi;

  constructor(config: GiteaIntegrationConfig) {
    this.host = config.host;
    this.#baseUrl = (config.baseUrl ?? `https://${config.host}`).replace(
      /\/+$/,
      '',
    );
    const { headers = {} } = getGiteaRequestOptions(config);
    this.#api = new JsonApi({
      baseUrl: `${this.#baseUrl}/api/v1`,
      headers: async () => headers,
    });
  }

  repository(url: string): GiteaRepository {
    const [owner, repository] = repositoryPath(url, this.#baseUrl, 2);
    return new GiteaRepository({
      api: this.#api,
      host: this.host,
      baseUrl: this.#baseUrl,
      owner,
      repository,
    });
  }
}
