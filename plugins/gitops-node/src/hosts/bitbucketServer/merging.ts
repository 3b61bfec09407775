import type { CallOptions, MergeRequest } from '../GitHost';
import { GitHostError } from '../GitHostError';
import { cutLines } from '../rest/cut';
import { Refusal, unlessRefused } from '../rest/Refusal';
import type { RestApi } from '../rest/RestApi';
import { stateOf } from './pullRequestOf';
import type { BitbucketServerPullRequest } from './schemas';
import { showPullRequest } from './showPullRequest';
import { strategyOf } from './strategyOf';

const MAX_COMMENT = 32_768;

/** A repository, whose name stands in errors. */
interface Place {
  api: RestApi;
  name: string;
}

/** Merges, and answers what it waits for where that can't be done now. */
export async function acceptMerge(
  place: Place,
  request: MergeRequest,
  options: CallOptions,
): Promise<string | undefined> {
  const strategyId = await strategyOf(place, request, options);
  try {
    return await atItsVersion(place, request.number, options, async found => {
      if (found.draft) return 'it is a draft';
      await merge(place, request, found, { strategyId }, options);
      return undefined;
    });
  } catch (error) {
    const isNotNow = error instanceof Refusal && error.problem === 'invalid';
    if (!isNotNow) throw error;
    return `Bitbucket refuses to merge it (${error.words})`;
  }
}

/** Bitbucket 8.15 and later, where the repository allows it. False where it does not. */
export async function acceptWhenReady(
  place: Place,
  request: MergeRequest,
  options: CallOptions,
): Promise<boolean> {
  const strategyId = await strategyOf(place, request, options);
  const json = { strategyId, autoMerge: true };
  const answer = await unlessRefused([400, 403, 409], () =>
    atItsVersion(place, request.number, options, async found => {
      await merge(place, request, found, json, options);
      return true;
    }),
  );
  return answer ?? false;
}

/** Whether Bitbucket will merge a pull request by itself. */
export async function isQueued(
  { api }: Place,
  number: number,
  { signal }: CallOptions,
): Promise<boolean> {
  const path = `/pull-requests/${number}/auto-merge`;
  const answer = await unlessRefused([404], () => api.send({ path, signal }));
  return answer?.status === 200;
}

/** 404: it was not to be merged. 409: it is not open any more. */
export async function cancelMerge(
  { api }: Place,
  number: number,
  { signal }: CallOptions,
): Promise<void> {
  const path = `/pull-requests/${number}/auto-merge`;
  await unlessRefused([404, 409], () =>
    api.send({ method: 'DELETE', path, signal }),
  );
}

export async function decline(
  place: Place,
  { number, comment }: { number: number; comment?: string },
  options: CallOptions,
): Promise<void> {
  const { api } = place;
  const { signal } = options;
  const path = `/pull-requests/${number}`;
  await atItsVersion(place, number, options, ({ version }) =>
    api.send({
      method: 'POST',
      path: `${path}/decline`,
      query: { version },
      json: {},
      signal,
    }),
  );
  if (!comment) return;
  const json = { text: cutLines(comment, MAX_COMMENT) };
  await api.send({ method: 'POST', path: `${path}/comments`, json, signal });
}

/** The version of a pull request grows with its head, so that nothing is merged that was pushed since. */
async function merge(
  { api, name }: Place,
  { number, expectedHead, expectedBase }: MergeRequest,
  { version, fromRef: { latestCommit }, toRef }: BitbucketServerPullRequest,
  json: { strategyId?: string; autoMerge?: boolean },
  { signal }: CallOptions,
): Promise<void> {
  const isRetargeted =
    expectedBase !== undefined && toRef.displayId !== expectedBase;
  if (latestCommit !== expectedHead || isRetargeted)
    throw new GitHostError(
      'conflict',
      `${name} #${number} was changed since it was looked at: it is not merged`,
    );
  await api.send({
    method: 'POST',
    path: `/pull-requests/${number}/merge`,
    query: { version },
    json,
    signal,
  });
}

/**
 * Does what needs the version of an open pull request. Reviewers and comments may change it too, so
 * it is looked at once more where it is another by then. One that is not open any more is left as it
 * is.
 */
async function atItsVersion<T>(
  { api }: Place,
  number: number,
  options: CallOptions,
  work: (found: BitbucketServerPullRequest) => Promise<T>,
): Promise<T | undefined> {
  const found = await showPullRequest(api, number, options);
  if (stateOf(found) !== 'open') return undefined;
  try {
    return await work(found);
  } catch (error) {
    if (!(error instanceof Refusal) || error.problem !== 'conflict')
      throw error;
    const now = await showPullRequest(api, number, options);
    if (stateOf(now) !== 'open') return undefined;
    if (now.version === found.version) throw error;
    return work(now);
  }
}
