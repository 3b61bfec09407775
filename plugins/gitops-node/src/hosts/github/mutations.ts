import { z } from 'zod';
import type { CallOptions, MergeRequest } from '../GitHost';
import { GitHostError } from '../GitHostError';
import type { RestApi } from '../rest/RestApi';

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

/** GraphQL answers 200 to what it refuses, too. */
async function refusalOf(
  graphql: RestApi,
  json: { query: string; variables: object },
  { signal }: CallOptions,
): Promise<string | undefined> {
  const { errors } = await graphql.json(
    { method: 'POST', path: '', json, signal },
    answered,
  );
  return errors?.map(({ message }) => message).join('; ') || undefined;
}
