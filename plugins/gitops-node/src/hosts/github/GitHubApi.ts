import type { GithubCredentialsProvider } from '@backstage/integration';
import type { LRUCache } from 'lru-cache';
import { Octokit, RequestError } from 'octokit';
import { z } from 'zod';
import { withDeadline } from '../../withDeadline';
import type { CallOptions } from '../GitHost';
import { GitHostError } from '../GitHostError';
import { secretsIn } from '../rest/quoted';
import { refusalOf } from './refusals';

const API_VERSION = '2022-11-28';
const NOT_MODIFIED = 304;

/** What every request to one repository has. */
export interface CommonParameters {
  owner: string;
  repo: string;
  headers: Record<string, string>;
  request: { signal: AbortSignal; redirect: 'manual' };
}

/** What Backstage's provider throws where an app gets no token; its octokit is another than ours. Without a connection the status is 500, and there is no response. */
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

type Ask = (
  rest: Octokit['rest'],
  common: CommonParameters,
) => Promise<{ status: number; headers: object; data: unknown }>;

/** A client without its own patience: it would wait for minutes in the middle of someone's request. Whoever asks decides when to ask again. */
export function octokitOf(baseUrl: string): Octokit {
  return new Octokit({
    baseUrl,
    userAgent: 'backstage-plugin-gitops',
    retry: { enabled: false },
    throttle: { enabled: false },
  });
}

export interface GitHubApiOptions {
  octokit: Octokit;
  credentials: GithubCredentialsProvider;
  /** The repository's page, for which credentials are chosen */
  url: string;
  owner: string;
  repo: string;
  /** What was looked at before */
  answers: KnownAnswers;
  /** Of one request. 15 s by default */
  timeoutMs?: number;
}

/** What was answered with which tag, by the address of the repository and what was asked. Of those asked for last. */
export type KnownAnswers = LRUCache<string, { etag: string; value: unknown }>;

/** GitHub's REST API for one repository: a time limit for each request, no redirect followed, nothing repeated by itself, every failure a {@link GitHostError}. */
export class GitHubApi {
  readonly about: string;
  readonly #options: GitHubApiOptions;

  constructor(options: GitHubApiOptions) {
    this.#options = options;
    this.about = `${options.owner}/${options.repo}`;
  }

  /** The answer, as the schema has it. @throws GitHostError */
  ask<T extends z.ZodType>(
    schema: T,
    options: CallOptions,
    work: Ask,
  ): Promise<z.infer<T>> {
    return this.#limited(options, async signal => {
      const { data } = await this.#exchange(work, signal);
      return this.#parsed(schema, data);
    });
  }

  /**
   * As {@link ask}, of what is looked at again and again: while it is as it was, GitHub does not count the request.
   * https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#use-conditional-requests-if-appropriate
   *
   * @param name - of what is asked for, within the repository
   * @throws GitHostError
   */
  look<T extends z.ZodType>(
    name: string,
    schema: T,
    options: CallOptions,
    work: Ask,
  ): Promise<z.infer<T>> {
    const { answers, url } = this.#options;
    const key = `${url} ${name}`;
    return this.#limited(options, async signal => {
      const known = answers.get(key);
      const { status, data, etag } = await this.#exchange(
        work,
        signal,
        known?.etag,
      );
      if (status === NOT_MODIFIED && known) return known.value as z.infer<T>;
      const value = this.#parsed(schema, data);
      if (etag) answers.set(key, { etag, value });
      return value;
    });
  }

  /** Which kind of credentials is used. @throws GitHostError */
  async credentialsType({ signal }: CallOptions): Promise<'app' | 'token'> {
    return (await this.#credentials(signal)).type;
  }

  /** What git signs in with. @throws GitHostError */
  async token({ signal }: CallOptions): Promise<string | undefined> {
    return (await this.#credentials(signal)).token;
  }

  #parsed<T extends z.ZodType>(schema: T, data: unknown): z.infer<T> {
    const parsed = schema.safeParse(data);
    if (parsed.success) return parsed.data;
    const place = parsed.error.issues[0]?.path.join('.');
    throw this.#unavailable(
      `answered something unexpected (${place || 'the answer itself'})`,
    );
  }

  /** Within the time limit of one request. */
  async #limited<T>(
    options: CallOptions,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const { timeoutMs = 15_000 } = this.#options;
    const { signal, end } = withDeadline(options.signal, timeoutMs);
    try {
      return await work(signal);
    } catch (error) {
      options.signal.throwIfAborted();
      if (error instanceof GitHostError) throw error;
      // The original is not kept: it holds what was sent
      throw this.#unavailable(
        signal.aborted
          ? `did not answer within ${timeoutMs / 1000} s`
          : `can't be reached (${wordsOf(error)})`,
      );
    } finally {
      end();
    }
  }

  /** @param known - tag of an answer; without data where it fits still */
  async #exchange(
    work: Ask,
    signal: AbortSignal,
    known?: string,
  ): Promise<{ status: number; data?: unknown; etag?: string }> {
    const { owner, repo, octokit } = this.#options;
    const { headers: proof } = await this.#credentials(signal);
    const headers: Record<string, string> = {
      ...proof,
      'x-github-api-version': API_VERSION,
      ...(known ? { 'if-none-match': known } : {}),
    };
    const told = { about: this.about, secrets: secretsIn(proof) };
    try {
      const answer = await work(octokit.rest, {
        owner,
        repo,
        headers,
        request: { signal, redirect: 'manual' },
      });
      const { status, data } = answer;
      // Octokit takes a redirect for success
      if (status >= 300) throw refusalOf(answer as never, told);
      const { etag } = answer.headers as { etag?: string };
      return { status, data, etag };
    } catch (error) {
      if (!(error instanceof RequestError) || !error.response) throw error;
      if (error.status === NOT_MODIFIED) return { status: error.status };
      if (error.status === 401 && Object.keys(proof).length === 0)
        throw this.#unauthorized('no credentials are for it');
      throw refusalOf(error.response, told);
    }
  }

  /** Of an app those of its installation, which are fetched where they are not known. */
  async #credentials(signal: AbortSignal) {
    const { credentials, url } = this.#options;
    try {
      const found = await settled(credentials.getCredentials({ url }), signal);
      const { type, token, headers = {} } = found;
      return { type, token, headers };
    } catch (error) {
      signal.throwIfAborted();
      const { status = 0, response } = tokenFailure.safeParse(error).data ?? {};
      if (status >= 500)
        throw this.#unavailable('gives the app no token at present');
      const refusal =
        response && refusalOf(response, { about: this.about, secrets: [] });
      if (refusal?.problem === 'rateLimited') throw refusal;
      throw this.#unauthorized(
        `the GitHub App can't be used (${wordsOf(error)})`,
      );
    }
  }

  #unauthorized(why: string): GitHostError {
    return new GitHostError(
      'unauthorized',
      `${this.about}: ${why}. Install the app of integrations.github there, or configure a token, with the rights to write contents and pull requests`,
    );
  }

  #unavailable(what: string): GitHostError {
    return new GitHostError('unavailable', `${this.about}: GitHub ${what}`);
  }
}

/** Backstage's provider takes no signal. */
async function settled<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  return new Promise<T>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), {
      once: true,
    });
    work.then(resolve, reject);
  });
}

/** One short line; addresses in it are left out. */
function wordsOf(error: unknown): string {
  const text = error instanceof Error ? error.message : 'no reason';
  const [line] = text.split('\n');
  return line.replace(/https?:\/\/\S+/g, '…').slice(0, 200);
}
