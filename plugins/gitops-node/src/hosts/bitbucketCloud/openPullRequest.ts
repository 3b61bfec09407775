import type { CallOptions, PullRequestChange } from '../GitHost';
import { cutTitle } from '../rest/cutTitle';
import { refusedBy } from '../rest/refusedBy';
import type { RestApi } from '../rest/RestApi';
import { defaultReviewers, memberId } from './reviewers';
import * as schemas from './schemas';

const MAX_TITLE = 255;

/**
 * Bitbucket has no labels on pull requests: all are refused. Reviewers are asked one by one, because a single one that it doesn't take fails a request; the
 * pull request's author is such a one, also as a default reviewer.
 *
 * @param workspace - API of the workspace, for its members
 */
export async function openPullRequest(
  api: RestApi,
  workspace: RestApi,
  request: PullRequestChange,
  options: CallOptions,
): Promise<{ number: number; refused: string[] }> {
  const { branch, base, labels = [], reviewers = [] } = request;
  const { signal } = options;
  const written = {
    title: cutTitle(request.title, MAX_TITLE),
    description: request.body,
  };
  const { id } = await api.json(
    {
      method: 'POST',
      path: '/pullrequests',
      json: {
        ...written,
        source: { branch: { name: branch } },
        destination: { branch: { name: base } },
      },
      signal,
    },
    schemas.pullRequest,
  );
  const asked: string[] = [];
  const ask = async (uuid: string) => {
    const all = [...asked, uuid].map(one => ({ uuid: one }));
    const json = { ...written, reviewers: all };
    const path = `/pullrequests/${id}`;
    await api.send({ method: 'PUT', path, json, signal });
    asked.push(uuid);
  };
  await refusedBy(await defaultReviewers(api, options), ask);
  const refused = await refusedBy(reviewers, async name => {
    const uuid = await memberId(workspace, name, options);
    if (uuid === undefined) return false;
    return asked.includes(uuid) || ask(uuid);
  });
  return {
    number: id,
    refused: [
      ...labels.map(name => `label ${name}`),
      ...refused.map(name => `reviewer ${name}`),
    ],
  };
}
