import type { CallOptions, MergeMethod, MergeRequest } from '../GitHost';
import { methodRefused } from '../rest/methodRefused';
import { unlessRefused } from '../rest/Refusal';
import type { RestApi } from '../rest/RestApi';
import * as schemas from './schemas';

/**
 * Bitbucket's strategies by our methods, the best first.
 * https://confluence.atlassian.com/bitbucketserver/pull-request-merge-strategies-844499235.html
 */
const strategies: Record<MergeMethod, readonly string[]> = {
  merge: ['no-ff'],
  squash: ['squash', 'squash-ff-only'],
  rebase: ['rebase-ff-only', 'rebase-no-ff'],
};

/**
 * The strategy with which a pull request is merged; undefined for the repository's own.
 *
 * @throws GitHostError `invalid` where the repository allows none of the method
 */
export async function strategyOf(
  { api, name }: { api: RestApi; name: string },
  { number, method }: MergeRequest,
  { signal }: CallOptions,
): Promise<string | undefined> {
  if (method === undefined) return undefined;
  const path = '/settings/pull-requests';
  const settings = await unlessRefused([401, 403, 404], () =>
    api.json({ path, signal }, schemas.pullRequestSettings),
  );
  const enabled = settings?.mergeConfig?.strategies
    ?.filter(one => one.enabled !== false)
    .map(({ id }) => id);
  if (!enabled) return strategies[method][0];
  const allowing = (one: MergeMethod) =>
    strategies[one].find(id => enabled.includes(id));
  const strategy = allowing(method);
  if (strategy !== undefined) return strategy;
  const allowed = (['merge', 'squash', 'rebase'] as const).filter(allowing);
  throw methodRefused(`${name} #${number}`, { method, allowed });
}
