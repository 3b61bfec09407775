import type { Failure } from './Failures';

/** Never answers, and does nothing. The connection stays open until either side ends it. */
export function hang(): Failure {
  return { name: 'hang', handle: async () => {} };
}
