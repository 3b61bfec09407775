import { z } from 'zod';
import type { CallOptions, MergeRequest } from '../GitHost';
import { GitHostError } from '../GitHostError';
import type { RestApi } from '../rest/RestApi';
import { RATE_LIMIT, waitSeconds } from './refusals';

const UNDO = {
  dequeuePullRequest: 'id',
  disablePullRequestAutoMerge: 'pullRequestId',
} as const;

const QUEUED = `query ($id: ID!) {
  node(id: $id) {
    ... on PullRequest { isInMergeQueue autoMergeRequest { enabledAt } }
  }
}`;

const queued = z.object({
  data: z.object({
    node: z.object({
      isInMergeQueue: z.boolean(),
      autoMergeRequest: z.object({}).nullable(),
    }),
  }),
});

const answered = z.object({
  errors: z.array(z.object({ message: z.string() })).nullish(),
});

const methods = { merge: 'MERGE', squash: 'SQUASH', rebase: 'REBASE' } as const;

const ENQUEUE = `mutation ($id: ID!, $head: GitObjectID!) {
  enqueuePullRequest(input: { pullRequestId: $id, expectedHeadOid: $head }) {
    clientMutationId
  }
}`;

const AUTO_MERGE = `mutation ($id: ID!, $head: GitObjectID!, $method: PullRequestMergeMethod) {
  enablePullRequestAutoMerge(
    input: { pullRequestId: $id, expectedHeadOid: $head, mergeMethod: $method }
  ) {
    clientMutationId
  }
}`;

const UPDATE_REFS = `mutation ($id: ID!, $updates: [RefUpdate!]!) {
  updateRefs(input: { repositoryId: $id, refUpdates: $updates }) {
    clientMutationId
  }
}`;

/**
 * Puts a pull request into the merge queue of its base, or has GitHub merge it (or queue it) once
 * its requirements are met. Only GraphQL can:
 * https://docs.github.com/graphql/reference/mutations#enablepullrequestautomerge
 *
 * @param graphql - API of GraphQL
 * @param id - of the pull request, in GraphQL
 * @returns false where GitHub won't: no queue, auto-merge is not allowed in the repository
 */
export async function mergeWhenReady(
  graphql: RestApi,
  id: string,
  { expectedHead: head, method }: MergeRequest,
  { signal }: CallOptions,
): Promise<boolean> {
  const ask = async (query: string, variables: object) => {
    const words = await refusalOf(graphql, { query, variables }, { signal });
    return words === undefined || /already (in|queued|enqueued)/i.test(words);
  };
  return (
    (await ask(ENQUEUE, { id, head })) ||
    ask(AUTO_MERGE, { id, head, method: method && methods[method] })
  );
}

/**
 * Whether a pull request is in the merge queue, or is merged once its requirements are met. The
 * queue is not in REST.
 *
 * @param id - of the pull request, in GraphQL
 */
export async function isQueued(
  graphql: RestApi,
  id: string,
  { signal }: CallOptions,
): Promise<boolean> {
  const json = { query: QUEUED, variables: { id } };
  const { data } = await graphql.json(
    { method: 'POST', path: '', json, signal },
    queued,
  );
  return data.node.isInMergeQueue || data.node.autoMergeRequest !== null;
}

/**
 * Takes a pull request out of the merge queue, and switches auto-merge off; one without is success.
 *
 * @param id - of the pull request, in GraphQL
 * @throws GitHostError `conflict` where it is still to be merged after that
 */
export async function cancelMerge(
  graphql: RestApi,
  id: string,
  options: CallOptions,
): Promise<void> {
  const refusals: string[] = [];
  for (const [name, argument] of Object.entries(UNDO)) {
    const query = `mutation ($id: ID!) { ${name}(input: { ${argument}: $id }) { clientMutationId } }`;
    const json = { query, variables: { id } };
    refusals.push((await refusalOf(graphql, json, options)) ?? '');
  }
  if (await isQueued(graphql, id, options))
    throw new GitHostError(
      'conflict',
      `GitHub does not take back to merge it (${refusals
        .filter(Boolean)
        .join('; ')})`,
    );
}

/**
 * Has a branch point to another commit, if it points to the expected one: REST can't make that a
 * condition. https://docs.github.com/graphql/reference/mutations#updaterefs
 *
 * @param replaced - `id` is the repository's in GraphQL
 * @throws GitHostError `conflict` where GitHub refuses it
 */
export async function replaceBranch(
  graphql: RestApi,
  repository: string,
  replaced: { id: string; branch: string; from: string; to: string },
  options: CallOptions,
): Promise<void> {
  const { id, branch, from, to } = replaced;
  const name = `refs/heads/${branch}`;
  const update = { name, beforeOid: from, afterOid: to, force: true };
  const variables = { id, updates: [update] };
  const json = { query: UPDATE_REFS, variables };
  const words = await refusalOf(graphql, json, options);
  if (words !== undefined)
    throw new GitHostError(
      'conflict',
      `${repository}: GitHub does not replace the branch ${branch} (${words})`,
    );
}

/**
 * GraphQL answers 200 to what it refuses, too.
 *
 * @throws GitHostError `rateLimited`
 */
async function refusalOf(
  graphql: RestApi,
  json: { query: string; variables: object },
  { signal }: CallOptions,
): Promise<string | undefined> {
  const { value, headers } = await graphql.answer(
    { method: 'POST', path: '', json, signal },
    answered,
  );
  const words = value.errors?.map(({ message }) => message).join('; ');
  if (words && RATE_LIMIT.test(words))
    throw new GitHostError(
      'rateLimited',
      `GitHub asks for fewer requests (${words})`,
      { retryAfterMs: 1000 * waitSeconds(headers) },
    );
  return words || undefined;
}
