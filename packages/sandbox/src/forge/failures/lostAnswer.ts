import { ServerResponse } from 'node:http';
import type { Failure } from './Failures';

/**
 * Does what was asked for, then cuts the connection: the caller learns at once that it doesn't
 * know.
 */
export function lostAnswer(): Failure {
  return {
    name: 'lost-answer',
    async handle({ req, work }) {
      // A response without a connection: what is written to it is lost
      await work(new ServerResponse(req));
      req.socket.destroy();
    },
  };
}
