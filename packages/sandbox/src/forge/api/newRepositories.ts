import { createRepository, NameTaken, plainName } from '../createRepository';
import { ForgeError } from '../ForgeError';
import type { ForgeState } from '../ForgeState';
import { tokenLogin } from '../http/authenticate';
import type { Fields } from '../http/Fields';
import { type Answer, type Call, ok, type Route } from '../http/Route';
import type { User } from '../Users';
import { organisationShape } from './shapes/organisationShape';
import { repositoryShape } from './shapes/repositoryShape';

const MAX_NAME = 100;
const refusedPatterns = ['*.git', '*.wiki', '*.rss', '*.atom'];

/** Organisations, and repositories that are made by the API. */
export const newRepositoryRoutes: Route[] = [
  {
    method: 'GET',
    path: '/orgs/:org',
    answer: async ({ forge, params }) =>
      ok(organisationShape(forge, organisationOf(forge, params.org))),
  },
  {
    method: 'POST',
    path: '/orgs/:org/repos',
    async answer(call) {
      const actor = known(call);
      const owner = organisationOf(call.forge, call.params.org);
      // The organisations are those of the token's owner
      if (actor.login !== tokenLogin)
        throw new ForgeError(
          403,
          'Given user is not allowed to create repository in organization.',
        );
      return made(call, owner, actor);
    },
  },
  {
    method: 'POST',
    path: '/user/repos',
    async answer(call) {
      const actor = known(call);
      return made(call, actor, actor);
    },
  },
];

function known({ actor }: Call): User {
  if (!actor) throw new ForgeError(401, 'token is required');
  return actor;
}

/** @throws ForgeError 404 in Gitea's words, for a user too */
function organisationOf(forge: ForgeState, name: string): User {
  const found = forge.organisation(name);
  if (!found)
    throw new ForgeError(404, 'GetOrgByName', [
      `user redirect does not exist [name: ${name}]`,
    ]);
  return found;
}

/** An empty one, with Actions as a new Gitea has them. */
async function made(
  { forge, body }: Call,
  { login: owner }: User,
  actor: User,
): Promise<Answer> {
  try {
    const repository = await createRepository(forge, {
      owner,
      name: nameIn(body),
      description: body.text('description'),
      private: body.flag('private'),
      defaultBranch: body.text('default_branch') || undefined,
      commits: [],
      jobs: new Map(),
    });
    return { status: 201, body: repositoryShape(repository, actor) };
  } catch (error) {
    if (!(error instanceof NameTaken)) throw error;
    throw new ForgeError(
      409,
      'The repository with the same name already exists.',
    );
  }
}

/** @throws ForgeError 422 */
function nameIn(body: Fields): string {
  const name = body.requiredText('name');
  if (name.length > MAX_NAME) throw new ForgeError(422, '[Name]: MaxSize');
  const pattern = refusedPatterns.find(one =>
    name.toLowerCase().endsWith(one.slice(1)),
  );
  if (pattern)
    throw new ForgeError(
      422,
      `name pattern is not allowed [pattern: ${pattern}]`,
    );
  if (!plainName.test(name)) throw new ForgeError(422, '[Name]: AlphaDashDot');
  return name;
}
