import type { z } from 'zod';
import type { RestApi } from '../rest/RestApi';
import type { RestRequest } from '../rest/RestRequest';

/** What a list has on all its pages, or on so many. Each page says where the next one is. */
export async function valuesOf<T>(
  api: RestApi,
  request: RestRequest,
  page: z.ZodType<{ values: T[]; next?: string | null }>,
  maxPages: number,
): Promise<T[]> {
  const values: T[] = [];
  let at: string | undefined;
  for (let pages = 0; pages < maxPages; pages++) {
    const query = { ...request.query, pagelen: 100, page: at };
    const answer = await api.json({ ...request, query }, page);
    values.push(...answer.values);
    if (!answer.next) break;
    at = new URL(answer.next).searchParams.get('page') ?? undefined;
  }
  return values;
}
