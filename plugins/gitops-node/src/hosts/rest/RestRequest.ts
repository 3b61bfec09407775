export interface RestRequest {
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the base address, with its parts encoded */
  path: string;
  /** A list is sent as the same name several times */
  query?: Record<string, string | number | boolean | string[] | undefined>;
  json?: unknown;
  /** Where it is no JSON */
  body?: { type: string; bytes: Uint8Array };
  /** To be waited beyond the usual time limit, for what takes the host long */
  moreMs?: number;
  /** ETag of the known answer: the host answers 304 while it has not changed */
  etag?: string;
  signal: AbortSignal;
}

/** @param api - `query` goes along with every request */
export function urlOf(
  api: { baseUrl: string; query?: RestRequest['query'] },
  { path, query }: Pick<RestRequest, 'path' | 'query'>,
): URL {
  const url = new URL(`${api.baseUrl}${path}`);
  for (const [name, value] of Object.entries({ ...api.query, ...query }))
    for (const one of [value ?? []].flat())
      url.searchParams.append(name, String(one));
  return url;
}

export function bodyOf({ json, body }: RestRequest): RestRequest['body'] {
  if (json === undefined) return body;
  const bytes = Buffer.from(JSON.stringify(json));
  return { type: 'application/json', bytes };
}
