import type { Failure } from './Failures';
import { hang } from './hang';
import { internalError } from './internalError';
import { timeoutAfterWork } from './timeoutAfterWork';
import { tooManyRequests } from './tooManyRequests';
import { unauthorized } from './unauthorized';

/** Every way to fail by its name, for a page that offers them. */
export const failureKinds: ReadonlyMap<string, Failure> = new Map(
  [
    internalError(),
    tooManyRequests(),
    unauthorized(),
    hang(),
    timeoutAfterWork(),
  ].map(each => [each.name, each]),
);
