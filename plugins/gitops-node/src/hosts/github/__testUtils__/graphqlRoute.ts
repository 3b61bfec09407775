import { z } from 'zod';
import { FakeRoute, ok } from '../../__testUtils__/FakeServer';
import type { FakeGitHub } from './FakeGitHub';

const sha = z.string().regex(/^[0-9a-f]{40}$/);
const updates = z.tuple([
  z.strictObject({
    name: z.string().startsWith('refs/heads/'),
    beforeOid: sha,
    afterOid: sha,
    force: z.literal(true),
  }),
]);

const afterwards: Record<string, FakeGitHub['isQueued']> = {
  enqueuePullRequest: 'queue',
  enablePullRequestAutoMerge: 'autoMerge',
  dequeuePullRequest: 'not',
  disablePullRequestAutoMerge: 'not',
};

/**
 * GraphQL: mutations are noted, or refused; `updateRefs` is executed, and what is queued is
 * remembered. What is refused is answered with 200 too.
 */
export function graphqlRoute(github: FakeGitHub): FakeRoute {
  return {
    method: 'POST',
    path: '/api/graphql',
    body: z.strictObject({
      query: z.string(),
      variables: z.record(z.string(), z.unknown()),
    }),
    answer: ({ body: { query, variables } }) => {
      if (query.startsWith('query'))
        return ok({
          data: {
            node: {
              isInMergeQueue: github.isQueued === 'queue',
              autoMergeRequest:
                github.isQueued === 'autoMerge' ? { enabledAt: '' } : null,
            },
          },
        });
      const [, name] = /^mutation[^{]*\{\s*(\w+)\(/.exec(query) ?? [];
      const message =
        name === 'updateRefs'
          ? updateRefs(github, updates.parse(variables.updates))
          : github.refusedMutations.get(name);
      if (message) return ok({ data: { [name]: null }, errors: [{ message }] });
      github.mutations.push({ name, variables });
      github.isQueued = afterwards[name] ?? github.isQueued;
      return ok({ data: { [name]: { clientMutationId: null } } });
    },
  };
}

/** What it is refused with. */
function updateRefs(
  { git }: FakeGitHub,
  [{ name, beforeOid, afterOid }]: z.infer<typeof updates>,
): string | undefined {
  const branch = name.replace('refs/heads/', '');
  if (git.branches.get(branch) !== beforeOid)
    return `${name} does not point to the expected object`;
  git.branches.set(branch, afterOid);
  return undefined;
}
