import type { Failure } from './Failures';

/** Cuts the connection before anything was done. */
export function connectionReset(): Failure {
  return {
    name: 'connection-reset',
    async handle({ req }) {
      req.socket.destroy();
    },
  };
}
