import { connectionReset } from './connectionReset';
import type { Failure } from './Failures';
import { hang } from './hang';
import { internalError } from './internalError';
import { lostAnswer } from './lostAnswer';
import { conflict, unprocessable } from './refusal';
import { timeoutAfterWork } from './timeoutAfterWork';
import { tooManyRequests } from './tooManyRequests';
import { unauthorized } from './unauthorized';

/** What can be chosen of a failure; each takes what concerns it. */
export interface FailureOptions {
  /** Of `too-many-requests`; default 1 */
  retryAfterSeconds?: number;
  /** What `conflict` and `unprocessable` say; default words of Gitea's */
  message?: string;
}

/** Every way to fail: what it does, in words for the control page, and how it is made. */
const kinds: ReadonlyArray<
  readonly [title: string, make: (options: FailureOptions) => Failure]
> = [
  ['500, nothing is done', internalError],
  ['429 with Retry-After', tooManyRequests],
  ['401, as for a revoked token', unauthorized],
  ['409, a conflict', conflict],
  ['422, the request is refused', unprocessable],
  ['No answer, nothing is done', hang],
  ['The work is done, but no answer comes', timeoutAfterWork],
  ['The work is done, but the connection is cut', lostAnswer],
  ['The connection is cut, nothing is done', connectionReset],
];

/** Every way to fail by its name, as it is without options. */
export const failureKinds: ReadonlyMap<string, Failure> = new Map(
  kinds.map(([, make]) => make({})).map(each => [each.name, each]),
);

/** For a page that offers them */
export const failureTitles: ReadonlyArray<{ name: string; title: string }> =
  kinds.map(([title, make]) => ({ name: make({}).name, title }));

/** Undefined where there is none of that name. */
export function failureNamed(
  name: string,
  options: FailureOptions = {},
): Failure | undefined {
  return kinds
    .map(([, make]) => make(options))
    .find(failure => failure.name === name);
}
