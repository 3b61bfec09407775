import {
  DefaultGithubCredentialsProvider,
  GithubCredentialsProvider,
  GithubIntegrationConfig,
  ScmIntegrationRegistry,
} from '@backstage/integration';
import { LRUCache } from 'lru-cache';
import type { Octokit } from 'octokit';
import type { GitHost } from '../GitHost';
import { repositoryPath } from '../repositoryPath';
import type { KnownContents } from './contents';
import { GitHubApi, KnownAnswers, octokitOf } from './GitHubApi';
import { GitHubRepository } from './GitHubRepository';

/** Five of each pull request that is looked at, a few kilobytes together. */
const MAX_ANSWERS = 5_000;

/** Of files that were read. A content never changes, so that a plan after another commit asks for what is new. */
const MAX_CONTENT_BYTES = 16 * 1024 * 1024;

/** github.com or a GitHub Enterprise, with the apps or the token of `integrations.github`. They need to read metadata, and to write contents and pull requests. */
export class GitHubHost implements GitHost {
  readonly type = 'github';
  readonly host: string;
  readonly #credentials: GithubCredentialsProvider;
  readonly #octokit: Octokit;
  readonly #answers: KnownAnswers = new LRUCache({ max: MAX_ANSWERS });
  readonly #contents: KnownContents = new LRUCache({
    maxSize: MAX_CONTENT_BYTES,
    // With what it costs to keep it
    sizeCalculation: ({ length }) => length + 200,
  });
  readonly #timeoutMs?: number;

  constructor(options: {
    integration: GithubIntegrationConfig;
    credentials: GithubCredentialsProvider;
    /** Of one request. 15 s by default */
    timeoutMs?: number;
  }) {
    const { host, apiBaseUrl } = options.integration;
    this.host = host;
    this.#credentials = options.credentials;
    this.#timeoutMs = options.timeoutMs;
    this.#octokit = octokitOf(apiBaseUrl ?? `https://${host}/api/v3`);
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

  repository(address: string): GitHubRepository {
    const pages = `https://${this.host}`;
    const [owner, repo] = repositoryPath(address, pages, 2);
    const url = `${pages}/${owner}/${repo}`;
    return new GitHubRepository({
      host: this.host,
      url,
      contents: this.#contents,
      api: new GitHubApi({
        octokit: this.#octokit,
        credentials: this.#credentials,
        url,
        owner,
        repo,
        answers: this.#answers,
        timeoutMs: this.#timeoutMs,
      }),
    });
  }
}
