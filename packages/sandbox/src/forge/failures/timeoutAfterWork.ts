import { ServerResponse } from 'node:http';
import type { Failure } from './Failures';

/** Does what was asked for, then never says so: the caller cannot know whether it happened. */
export function timeoutAfterWork(): Failure {
  return {
    name: 'timeout-after-work',
    // A response without a connection: what is written to it is lost
    handle: ({ req, work }) => work(new ServerResponse(req)),
  };
}
