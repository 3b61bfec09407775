import type { FakeAnswer } from '../../__testUtils__/FakeServer';

export function refusal(status: number, message: string): FakeAnswer {
  return { status, json: { message } };
}

/** What fails a model's validation. */
export function invalid(message: Record<string, string[]>): FakeAnswer {
  return { status: 400, json: { message } };
}

/** https://docs.gitlab.com/api/rest/#offset-based-pagination */
export function paged(query: URLSearchParams, found: unknown[]): FakeAnswer {
  const page = Number(query.get('page') ?? 1);
  const size = Math.min(Number(query.get('per_page') ?? 20), 100);
  const isLast = found.length <= page * size;
  return {
    status: 200,
    json: found.slice((page - 1) * size, page * size),
    headers: {
      'x-page': String(page),
      'x-per-page': String(size),
      'x-next-page': isLast ? '' : String(page + 1),
    },
  };
}
