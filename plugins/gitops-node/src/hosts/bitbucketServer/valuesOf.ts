import type { z } from 'zod';
import type { RestApi } from '../rest/RestApi';
import type { RestRequest } from '../rest/RestRequest';

export interface Page<T> {
  values: T[];
  isLastPage?: boolean | null;
  nextPageStart?: number | null;
}

/** What a list has on all its pages, or on so many. */
export function valuesOf<T>(
  api: RestApi,
  request: RestRequest,
  page: z.ZodType<Page<T>>,
  maxPages: number,
): Promise<T[]> {
  return valuesOn(maxPages, start =>
    api.json(
      { ...request, query: { limit: 100, ...request.query, start } },
      page,
    ),
  );
}

/** Each page says where the next one begins; that need not be where this one ends. */
export async function valuesOn<T>(
  maxPages: number,
  pageAt: (start: number) => Promise<Page<T> | undefined>,
): Promise<T[]> {
  const values: T[] = [];
  let start = 0;
  for (let pages = 0; pages < maxPages; pages++) {
    const page = await pageAt(start);
    values.push(...(page?.values ?? []));
    if (!page || page.isLastPage !== false || !page.nextPageStart) break;
    start = page.nextPageStart;
  }
  return values;
}
