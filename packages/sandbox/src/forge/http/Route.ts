import type { ForgeState } from '../ForgeState';
import type { HostedRepository } from '../HostedRepository';
import type { User } from '../Users';
import type { Fields } from './Fields';

/** A request of the API, taken apart. */
export interface Call {
  forge: ForgeState;
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  body: Fields;
  /** Undefined for an anonymous caller */
  actor?: User;
}

/** A request about one repository that the caller may see. */
export interface RepositoryCall extends Call {
  repository: HostedRepository;
}

/** What is answered: JSON, bytes, or nothing. */
export interface Answer {
  status: number;
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
}

/** One operation of the API. In a path `:name` is one part, `*name` at the end the rest. */
export interface Route {
  method: string;
  path: string;
  answer(call: Call): Promise<Answer>;
}

export function ok(
  body: unknown,
  headers?: Readonly<Record<string, string>>,
): Answer {
  return { status: 200, body, headers };
}
