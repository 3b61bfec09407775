import { FakeAnswer, ok } from '../../__testUtils__/FakeServer';

/** https://developer.atlassian.com/server/bitbucket/rest/intro/#errors-and-validation */
export function refusal(
  status: number,
  message: string,
  exceptionName: string | null = null,
  more: object = {},
): FakeAnswer {
  const name = exceptionName && `com.atlassian.bitbucket.${exceptionName}`;
  return {
    status,
    json: {
      errors: [{ context: null, message, exceptionName: name, ...more }],
    },
  };
}

/** https://developer.atlassian.com/server/bitbucket/rest/intro/#paged-apis */
export function page(query: URLSearchParams, values: unknown[], max = 1000) {
  const start = Number(query.get('start') ?? 0);
  const limit = Math.min(Number(query.get('limit') ?? 25), max);
  const isLastPage = values.length <= start + limit;
  return {
    size: Math.min(limit, Math.max(values.length - start, 0)),
    limit,
    isLastPage,
    start,
    values: values.slice(start, start + limit),
    nextPageStart: isLastPage ? null : start + limit,
  };
}

export function paged(query: URLSearchParams, values: unknown[]): FakeAnswer {
  return ok(page(query, values));
}
