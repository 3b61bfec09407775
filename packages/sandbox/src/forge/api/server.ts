import { ForgeError } from '../ForgeError';
import { ok, type Route } from '../http/Route';
import { userShape } from './shapes/userShape';

/** What is about the forge as a whole. */
export const serverRoutes: Route[] = [
  {
    method: 'GET',
    path: '/version',
    answer: async () => ok({ version: '1.26.0' }),
  },
  {
    method: 'GET',
    path: '/user',
    async answer({ forge, actor }) {
      if (!actor) throw new ForgeError(401, 'token is required');
      return ok(userShape(forge, actor, { asSelf: true }));
    },
  },
];
