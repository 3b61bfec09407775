import { z } from 'zod';
import { FakeRoute, ok } from '../../__testUtils__/FakeServer';
import { paged, refusal } from './answers';
import type { FakeBitbucketServer } from './FakeBitbucketServer';

/** https://developer.atlassian.com/server/bitbucket/rest/v904/api-group-permission-management/ */
export function permissionRoutes(bitbucket: FakeBitbucketServer): FakeRoute[] {
  const of = (kind: 'users' | 'groups'): FakeRoute => ({
    method: 'PUT',
    path: `/permissions/${kind}`,
    query: ['name!', 'permission!'],
    answer: ({ query }) => {
      const name = query.get('name')!;
      if (!bitbucket[kind].includes(name))
        return refusal(
          404,
          `${name} does not exist.`,
          'user.NoSuchEntityException',
        );
      bitbucket.access.set(name, query.get('permission')!);
      return { status: 204 };
    },
  });
  return [of('users'), of('groups')];
}

/** Of an API of its own, with a version of its own. */
export function restrictionRoutes(bitbucket: FakeBitbucketServer): FakeRoute[] {
  const path =
    '/branch-permissions/latest/projects/:project/repos/:slug/restrictions';
  return [
    {
      method: 'GET',
      path,
      query: ['matcherType', 'matcherId', 'limit', 'start', 'type'],
      answer: ({ query }) =>
        paged(
          query,
          bitbucket.restrictions.filter(
            ({ matcher }) => matcher.id === query.get('matcherId'),
          ),
        ),
    },
    {
      method: 'POST',
      path,
      body: z.strictObject({
        type: z.enum(['pull-request-only', 'fast-forward-only', 'no-deletes']),
        matcher: z.strictObject({
          id: z.string(),
          displayId: z.string(),
          type: z.strictObject({ id: z.literal('BRANCH') }),
        }),
        users: z.array(z.string()),
        groups: z.array(z.string()),
      }),
      answer: ({ body }) => {
        bitbucket.restrictions.push(body);
        return ok(body);
      },
    },
  ];
}
