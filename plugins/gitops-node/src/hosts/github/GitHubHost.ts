import {
  DefaultGithubCredentialsProvider,
  GithubCredentials,
  GithubCredentialsProvider,
  GithubIntegrationConfig,
  ScmIntegrationRegistry,
} from '@backstage/integration';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { GitHost } from '../GitHost';
import { GitHostError } from '../GitHostError';
import { repositoryPath } from '../repositoryPath';
import { encoded } from '../rest/encoded';
import { Refusal } from '../rest/Refusal';
import type { KnownAnswers } from '../rest/RestApi';
import { RestHost, RestHostOptions } from '../rest/RestHost';
import type { KnownContents } from './files';
import { GitHubRepository } from './GitHubRepository';
import { explain } from './refusals';

const API_VERSION = '2022-11-28';
const CREDENTIALS_HINT =
  'Install the app of integrations.github there, or configure a token, with the rights to write contents and pull requests';

/** Five of each pull request that is looked at, a few kilobytes together. */
const MAX_ANSWERS = 5_000;

/**
 * Of files that were read. A content never changes, so that a plan after another commit asks for
 * what is new.
 */
const MAX_CONTENT_BYTES = 16 * 1024 * 1024;

/**
 * What Backstage's provider throws where an app gets no token. Without a connection the status is
 * 500, and there is no response.
 */
const tokenFailure = z.object({
  status: z.number(),
  response: z
    .object({
      status: z.number(),
      headers: z.record(z.string(), z.string().optional()),
      data: z.unknown(),
    })
    .optional()
    .catch(undefined),
});

interface Options extends RestHostOptions {
  integration: GithubIntegrationConfig;
  credentials: GithubCredentialsProvider;
}

/**
 * github.com or a GitHub Enterprise, with the apps or the token of `integrations.github`. They need
 * to read metadata, and to write contents and pull requests.
 */
export class GitHubHost extends RestHost implements GitHost {
  readonly type = 'github';
  readonly #options: Options;
  readonly #apiBaseUrl: string;
  readonly #answers: KnownAnswers = new LRUCache({ max: MAX_ANSWERS });
  readonly #contents: KnownContents = new LRUCache({
    maxSize: MAX_CONTENT_BYTES,
    // With what it costs to keep it
    sizeCalculation: ({ length }) => length + 200,
  });

  constructor(options: Options) {
    super(options.integration.host, options);
    this.#options = options;
    const { host, apiBaseUrl } = options.integration;
    this.#apiBaseUrl = apiBaseUrl ?? `https://${host}/api/v3`;
  }

  /** One for each of `integrations.github`; Backstage adds github.com where it isn't among them. */
  static fromIntegrations(integrations: ScmIntegrationRegistry): GitHubHost[] {
    const credentials =
      DefaultGithubCredentialsProvider.fromIntegrations(integrations);
    return integrations.github
      .list()
      .map(
        ({ config }) => new GitHubHost({ integration: config, credentials }),
      );
  }

  withToken(token: string): GitHubHost {
    const headers = { Authorization: `Bearer ${token}` };
    const own: GithubCredentials = { type: 'token', token, headers };
    return new GitHubHost({
      ...this.#options,
      credentials: { getCredentials: async () => own },
    });
  }

  repository(address: string): GitHubRepository {
    const pages = `https://${this.host}`;
    const [owner, repo] = repositoryPath(address, pages, 2);
    const base = this.#apiBaseUrl;
    const name = `${owner}/${repo}`;
    const url = `${pages}/${name}`;
    const credentials = () => this.#credentialsOf(name, url);
    const apiAt = (baseUrl: string) =>
      this.api({
        baseUrl,
        product: 'GitHub',
        about: name,
        headers: { 'x-github-api-version': API_VERSION },
        credentials: async () => (await credentials()).headers ?? {},
        credentialsHint: CREDENTIALS_HINT,
        explain,
        answers: this.#answers,
      });
    return new GitHubRepository({
      host: this.host,
      name,
      url,
      api: apiAt(`${base}/repos/${encoded(owner)}/${encoded(repo)}`),
      hostApi: apiAt(base),
      // A GitHub Enterprise has it beside its REST API
      graphql: apiAt(`${base.replace(/\/v3$/, '')}/graphql`),
      credentials,
      contents: this.#contents,
      works: this.works,
    });
  }

  /** Of an app those of its installation, which are fetched where they are not known. */
  async #credentialsOf(name: string, url: string): Promise<GithubCredentials> {
    try {
      return await this.#options.credentials.getCredentials({ url });
    } catch (error) {
      const { status = 0, response } = tokenFailure.safeParse(error).data ?? {};
      if (status >= 500)
        throw new GitHostError(
          'unavailable',
          `${name}: GitHub gives the app no token at present`,
        );
      const refusal = response && refusalOf(name, response);
      if (refusal?.problem === 'rateLimited') throw refusal;
      throw new GitHostError(
        'unauthorized',
        `${name}: the GitHub App can't be used (${wordsOf(
          error,
        )}). ${CREDENTIALS_HINT}`,
      );
    }
  }
}

function refusalOf(
  about: string,
  response: NonNullable<z.infer<typeof tokenFailure>['response']>,
): Refusal {
  const { status, data: body } = response;
  const headers = new Headers(
    Object.entries(response.headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as [string, string]],
    ),
  );
  const explanation = explain({ status, headers, body });
  return new Refusal({
    ...explanation,
    product: 'GitHub',
    about,
    status,
    headers,
  });
}

/** One short line; addresses in it are left out. */
function wordsOf(error: unknown): string {
  const text = error instanceof Error ? error.message : 'no reason';
  const [line] = text.split('\n');
  return line.replace(/https?:\/\/\S+/g, '…').slice(0, 200);
}
