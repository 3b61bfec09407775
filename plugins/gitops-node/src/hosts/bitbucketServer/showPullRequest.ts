import type { CallOptions } from '../GitHost';
import type { RestApi } from '../rest/RestApi';
import { BitbucketServerPullRequest, pullRequest } from './schemas';

export function showPullRequest(
  api: RestApi,
  number: number,
  { signal }: CallOptions,
): Promise<BitbucketServerPullRequest> {
  return api.json({ path: `/pull-requests/${number}`, signal }, pullRequest);
}
