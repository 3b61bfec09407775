import { z } from 'zod';
import { FakeRoute, made, ok } from '../../__testUtils__/FakeServer';
import { invalid, refusal } from './answers';
import type { FakeGitLab } from './FakeGitLab';

const namespaces = [
  { id: 7, name: 'dana', path: 'dana', kind: 'user', full_path: 'dana' },
  {
    id: 12,
    name: 'delivery',
    path: 'delivery',
    kind: 'group',
    full_path: 'platform/delivery',
  },
];

/** https://docs.gitlab.com/api/projects/#create-a-project */
const projectBody = z.strictObject({
  name: z.string(),
  path: z.string(),
  namespace_id: z.number(),
  description: z.string().optional(),
  visibility: z.enum(['private', 'internal', 'public']),
  initialize_with_readme: z.boolean(),
});

/**
 * Of the host: users (https://docs.gitlab.com/api/users/#retrieve-a-user), namespaces (https://docs.gitlab.com/api/namespaces/), and projects that are made.
 * What is made stays empty: nobody pushes.
 */
export function newProjectRoutes(gitlab: FakeGitLab): FakeRoute[] {
  return [
    {
      method: 'GET',
      path: '/users/:id',
      answer: ({ params: { id } }) => {
        gitlab.askedFor.push(Number(id));
        const found = gitlab.users.find(one => String(one.id) === id);
        return found
          ? ok({ name: found.username, state: 'active', bot: false, ...found })
          : refusal(404, '404 User Not Found');
      },
    },
    {
      method: 'GET',
      path: '/namespaces/:id',
      answer: ({ params: { id } }) => {
        const found = namespaces.find(
          one => one.full_path === id || String(one.id) === id,
        );
        return found ? ok(found) : refusal(404, '404 Namespace Not Found');
      },
    },
    {
      method: 'POST',
      path: '/projects',
      body: projectBody,
      answer: ({ body }) => {
        const owner = namespaces.find(({ id }) => id === body.namespace_id);
        if (!owner) return invalid({ namespace: ['is not valid'] });
        const name = `${owner.full_path}/${body.path}`;
        if (gitlab.made.has(name))
          return invalid({
            'project_namespace.name': ['has already been taken'],
            name: ['has already been taken'],
            path: ['has already been taken'],
          });
        gitlab.made.set(name, body.visibility);
        return made(gitlab.newProject(name));
      },
    },
  ];
}
