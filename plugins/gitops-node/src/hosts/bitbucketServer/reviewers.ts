import type { CallOptions } from '../GitHost';
import { unlessRefused } from '../rest/Refusal';
import { BitbucketServerApis, userOf } from './BitbucketServerApis';
import * as schemas from './schemas';

/**
 * Names of those who review pull requests between two branches by default, without whoever asks:
 * nobody reviews a pull request of their own. None where the plugin is switched off.
 */
export async function defaultReviewers(
  { repository, defaultReviewers: api }: BitbucketServerApis,
  { branch, base }: { branch: string; base: string },
  { signal }: CallOptions,
): Promise<string[]> {
  const { id } = await repository.json(
    { path: '', signal },
    schemas.repository,
  );
  const query = {
    sourceRepoId: id,
    targetRepoId: id,
    sourceRefId: `refs/heads/${branch}`,
    targetRefId: `refs/heads/${base}`,
  };
  const answer = await unlessRefused([401, 403, 404], () =>
    api.answer({ path: '/reviewers', query, signal }, schemas.users),
  );
  const names = answer?.value.map(({ name }) => name) ?? [];
  const own = answer && userOf(answer.headers)?.toLowerCase();
  return names.filter(name => name.toLowerCase() !== own);
}
