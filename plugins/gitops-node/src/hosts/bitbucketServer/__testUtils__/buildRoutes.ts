import { z } from 'zod';
import type { FakeRoute } from '../../__testUtils__/FakeServer';
import { paged, refusal } from './answers';
import type { FakeBitbucketServer } from './FakeBitbucketServer';

const text = z.string();

/** `RestBuildStatusSetRequest` */
const buildBody = z.strictObject({
  key: text.max(255),
  parent: text.max(1024).optional(),
  name: text.max(255).optional(),
  state: z.enum(['SUCCESSFUL', 'FAILED', 'INPROGRESS', 'CANCELLED', 'UNKNOWN']),
  description: text.max(255).optional(),
  url: text.max(450),
});

const ownStates = {
  SUCCESSFUL: 'success',
  FAILED: 'failure',
  INPROGRESS: 'pending',
} as const;

const stateNames = {
  success: 'SUCCESSFUL',
  failure: 'FAILED',
  pending: 'INPROGRESS',
};

/** Builds are listed by commit, whichever repository it is in. */
export function buildListRoute(bitbucket: FakeBitbucketServer): FakeRoute {
  return {
    method: 'GET',
    path: '/build-status/1.0/commits/:sha',
    query: ['orderBy', 'start', 'limit'],
    answer: ({ params: { sha }, query }) => {
      const others = bitbucket.builds.map((state, index) => ({
        key: `BUILD-${index}`,
        state,
      }));
      const own = bitbucket.pulls.statuses(sha).map(({ context, state }) => ({
        key: context,
        state: stateNames[state],
      }));
      return paged(query, [...others, ...own]);
    },
  };
}

/** Builds are stored for a commit of a repository. */
export function buildRoutes(bitbucket: FakeBitbucketServer): FakeRoute[] {
  const { git, pulls, parents } = bitbucket;
  return [
    {
      method: 'POST',
      path: '/commits/:sha/builds',
      body: buildBody,
      answer: ({ params: { sha }, body }) => {
        if (!git.commit(sha)) return refusal(400, 'invalid commit');
        const { key: context, parent, description, url } = body;
        const state = ownStates[body.state as keyof typeof ownStates];
        pulls.setStatus(sha, { context, state, description, url });
        if (parent) parents.set(context, parent);
        return { status: 204 };
      },
    },
  ];
}
