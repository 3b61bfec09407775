import type { MergeMethod } from '../GitHost';
import { GitHostError } from '../GitHostError';

/**
 * Tells that a repository does not merge this way, which ways it allows, and what to configure.
 *
 * @param of - `method` is undefined where the repository's own default was asked for
 */
export function methodRefused(
  name: string,
  of: { method: MergeMethod | undefined; allowed: readonly MergeMethod[] },
): GitHostError {
  const { method = 'its default', allowed } = of;
  const instead =
    allowed.length > 0
      ? `The repository allows ${allowed.join(
          ' and ',
        )}: set promotion.merge of the environment to ${allowed.join(
          ' or ',
        )}, or allow ${method} in the repository's settings`
      : `Allow a way of merging in the repository's settings, and set promotion.merge of the environment to it`;
  return new GitHostError(
    'invalid',
    `${name} can't be merged by ${method}. ${instead}`,
  );
}
