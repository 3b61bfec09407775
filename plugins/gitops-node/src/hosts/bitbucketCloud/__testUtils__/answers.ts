import { FakeAnswer, ok } from '../../__testUtils__/FakeServer';

export function refusal(
  status: number,
  message: string,
  more: { detail?: unknown; fields?: Record<string, string[]> } = {},
): FakeAnswer {
  return { status, json: { type: 'error', error: { message, ...more } } };
}

/** Addresses of next pages are not to be made up by who asks: this one's pages have names. */
export function paged(
  query: URLSearchParams,
  values: unknown[],
  url: string,
): FakeAnswer {
  const size = Math.min(Number(query.get('pagelen') ?? 10), 100);
  const page = Number(query.get('page')?.replace('p', '') ?? 1);
  const isLast = values.length <= page * size;
  const next = new URL(url);
  next.search = String(query);
  next.searchParams.set('page', `p${page + 1}`);
  return ok({
    pagelen: size,
    values: values.slice((page - 1) * size, page * size),
    ...(isLast ? {} : { next: next.href }),
  });
}
