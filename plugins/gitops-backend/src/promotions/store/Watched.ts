import type { Knex } from 'knex';
import type { Database } from './Database';
import { PULL_REQUESTS, PullRequestRow } from './rows';

/** Where something may happen on a Git host that concerns a pull request of ours. */
export class Watched {
  readonly #knex: Knex;

  constructor({ knex }: Database) {
    this.#knex = knex;
  }

  /** Open pull requests' repositories and the branches that they go to. */
  async bases(): Promise<{ repositoryUrl: string; base: string }[]> {
    const rows = await this.#knex<PullRequestRow>(PULL_REQUESTS)
      .where({ state: 'open' })
      .distinct('repository_url', 'base');
    return rows.map(({ repository_url, base }) => ({
      repositoryUrl: repository_url,
      base,
    }));
  }

  /** Addresses of the repositories that pull requests are looked at in. */
  async repositories(): Promise<string[]> {
    const rows = await this.#knex<PullRequestRow>(PULL_REQUESTS)
      .whereNotNull('due_at')
      .distinct('repository_url');
    return rows.map(({ repository_url }) => repository_url);
  }
}
