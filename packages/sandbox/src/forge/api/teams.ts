import type { Access } from '../access';
import { ForgeError, notFound } from '../ForgeError';
import { totalHeader } from '../http/page';
import { ok, type Route } from '../http/Route';
import { type WriteCall, writeRoute } from './repositoryRoute';

const settings = { needs: 'admin', archived: null } as const;

/** Which teams of its organisation a repository has. */
export const teamRoutes: Route[] = [
  writeRoute(
    'GET',
    '/teams',
    async call => {
      const { teams } = call.repository;
      const shown = teamsOf(call).filter(({ name }) => teams.has(name));
      return ok(shown.map(teamShape), totalHeader(shown.length));
    },
    settings,
  ),

  writeRoute(
    'GET',
    '/teams/:team',
    async call => {
      const team = teamNamed(call);
      if (!call.repository.teams.has(team.name)) throw notFound();
      return ok(teamShape(team));
    },
    settings,
  ),

  writeRoute(
    'PUT',
    '/teams/:team',
    async call => {
      const { name } = teamNamed(call);
      if (call.repository.teams.has(name))
        throw new ForgeError(422, `team '${name}' is already added to repo`);
      call.repository.teams.add(name);
      return { status: 204 };
    },
    settings,
  ),

  writeRoute(
    'DELETE',
    '/teams/:team',
    async call => {
      const { name } = teamNamed(call);
      if (!call.repository.teams.delete(name))
        throw new ForgeError(422, `team '${name}' was not added to repo`);
      return { status: 204 };
    },
    settings,
  ),
];

interface Team {
  id: number;
  name: string;
  permission: Access;
}

/** @throws ForgeError 405 for a user's repository */
function teamsOf({ forge, repository }: WriteCall): Team[] {
  if (!forge.organisation(repository.owner))
    throw new ForgeError(405, 'repo is not owned by an organization');
  const teams = forge.teams.get(repository.owner.toLowerCase()) ?? [];
  return [...teams].map(([name, permission], index) => ({
    id: index + 1,
    name,
    permission,
  }));
}

/** @throws ForgeError 404 */
function teamNamed(call: WriteCall): Team {
  const wanted = call.params.team.toLowerCase();
  const found = teamsOf(call).find(({ name }) => name === wanted);
  if (!found) throw notFound();
  return found;
}

function teamShape({ id, name, permission }: Team) {
  return {
    id,
    name,
    description: '',
    organization: null,
    includes_all_repositories: false,
    permission,
    units: ['repo.code', 'repo.pulls'],
    units_map: { 'repo.code': permission, 'repo.pulls': permission },
    can_create_org_repo: false,
  };
}
