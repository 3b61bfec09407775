import type { z } from 'zod';
import type { CallOptions } from '../GitHost';
import { RestApi, unlessRefused } from '../rest/RestApi';
import type { Besides } from './pullRequestOf';
import * as schemas from './schemas';

/** As many as Gitea lists at once, if it isn't configured otherwise. */
const PAGE = 50;
const MAX_PAGES = 20;

/** What is known besides of an open pull request: checks and approvals. */
export async function besidesOf(
  api: RestApi,
  { number, head, state }: schemas.Pull,
  options: CallOptions,
): Promise<Besides> {
  if (state !== 'open') return {};
  const [statuses, reviews] = await Promise.all([
    allOf(api, `/commits/${head.sha}/status`, schemas.statuses, options),
    allOf(api, `/pulls/${number}/reviews`, schemas.reviews, options),
  ]);
  return { statuses, reviews };
}

/** What all pages list, of which a header tells how much it is; undefined where Gitea answers 404. */
async function allOf<T>(
  api: RestApi,
  path: string,
  list: z.ZodType<T[]>,
  { signal }: CallOptions,
): Promise<T[] | undefined> {
  const all: T[] = [];
  for (let page = 1; page <= MAX_PAGES; page++) {
    const query = { limit: PAGE, page };
    const answer = await unlessRefused([404], () =>
      api.answer({ path, query, signal }, list),
    );
    if (!answer) return undefined;
    all.push(...answer.value);
    const total = Number(answer.headers.get('x-total-count'));
    if (answer.value.length === 0 || all.length >= total) break;
  }
  return all;
}
