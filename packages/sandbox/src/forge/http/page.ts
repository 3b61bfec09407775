import type { RepositoryCall } from './Route';

const defaultLimit = 30;
const maxLimit = 50;

/** Which page of a list the caller wants. */
export function pageOf({ query }: Pick<RepositoryCall, 'query'>): {
  page: number;
  limit: number;
  skip: number;
} {
  const page = Math.max(1, positive(query.get('page')) ?? 1);
  const limit = Math.min(
    maxLimit,
    positive(query.get('limit')) ?? defaultLimit,
  );
  return { page, limit, skip: (page - 1) * limit };
}

export function totalHeader(total: number): Record<string, string> {
  return { 'X-Total-Count': String(total) };
}

export function positive(text: string | null): number | undefined {
  return text && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}
