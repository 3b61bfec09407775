import type { FakeAnswer, FakeRequest } from '../../__testUtils__/FakeServer';

export const PAGES = 'https://docs.github.com/rest';

/**
 * One operation as the description names it, `GET /repos/{owner}/{repo}`. Names in `params` are
 * without underscores.
 */
export interface GitHubRoute {
  operation: string;
  /** Statuses that GitHub answers and does not describe */
  undescribed?: readonly number[];
  answer(request: FakeRequest<any>): FakeAnswer;
}

/** GitHub's own way to say no. */
export function refusal(
  status: number,
  message: string,
  headers?: Record<string, string>,
): FakeAnswer {
  const json = { message, documentation_url: PAGES, status: String(status) };
  return { status, json, headers };
}

export function notFound(): FakeAnswer {
  return refusal(404, 'Not Found');
}

/** 422 with what is wrong about which field. */
export function invalid(
  resource: string,
  error: { message?: string; field?: string; code?: string },
): FakeAnswer {
  return {
    status: 422,
    json: {
      message: 'Validation Failed',
      errors: [{ resource, code: 'custom', ...error }],
      documentation_url: PAGES,
      status: '422',
    },
  };
}
