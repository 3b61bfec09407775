import type { Knex } from 'knex';
import { contentColumns, PullRequestContent } from './pullRequestRows';
import { PULL_REQUESTS, PullRequestRow } from './rows';

/** Reads what pull requests are made of, by their ids. */
export async function contentsOf(
  knex: Knex,
  ids: readonly string[],
): Promise<ReadonlyMap<string, PullRequestContent>> {
  if (ids.length === 0) return new Map();
  const rows = await knex<PullRequestRow>(PULL_REQUESTS)
    .whereIn('id', ids)
    .select('id', ...contentColumns);
  return new Map(rows.map(({ id, ...content }) => [id, content]));
}
