import { accessLevels, accessOf } from '../access';
import { ForgeError, notFound } from '../ForgeError';
import { totalHeader } from '../http/page';
import { ok, type Route } from '../http/Route';
import { writeRoute } from './repositoryRoute';
import { userShape } from './shapes/userShape';

const settings = { needs: 'admin', archived: null } as const;

/** Who may do what in a repository, where it is not the usual. */
export const collaboratorRoutes: Route[] = [
  writeRoute(
    'GET',
    '/collaborators',
    async ({ repository, forge }) => {
      const logins = [...repository.collaborators.keys()];
      const users = logins.map(login =>
        userShape(forge, forge.users.ensure(login)),
      );
      return ok(users, totalHeader(users.length));
    },
    settings,
  ),

  writeRoute(
    'GET',
    '/collaborators/:login/permission',
    async ({ repository, forge, params }) => {
      const user = forge.users.find(params.login);
      if (!user) throw notFound();
      return ok({
        permission: accessOf(repository, user),
        role_name: '',
        user: userShape(forge, user),
      });
    },
    settings,
  ),

  writeRoute(
    'PUT',
    '/collaborators/:login',
    async ({ repository, forge, params, body }) => {
      if (!forge.users.find(params.login))
        throw new ForgeError(
          422,
          `user does not exist [uid: 0, name: ${params.login}]`,
        );
      const wanted = body.text('permission') ?? 'write';
      const access = accessLevels.find(each => each === wanted);
      if (!access) throw new ForgeError(422, 'invalid permission');
      repository.collaborators.set(params.login.toLowerCase(), access);
      return { status: 204 };
    },
    settings,
  ),

  writeRoute(
    'DELETE',
    '/collaborators/:login',
    async ({ repository, params }) => {
      repository.collaborators.delete(params.login.toLowerCase());
      return { status: 204 };
    },
    settings,
  ),
];
