/** `1.2.3`, `v1.2.3-rc.1+build.5`: a semantic version, whole. */
const SEMANTIC = /^v?\d+\.\d+\.\d+(?:-[\w.-]+)?(?:\+[\w.-]+)?$/;
/** A version behind the name of what it is the version of: `orders-1.2.3`, `orders/v1.2.3-rc.1`. */
const NAMED =
  /^[A-Za-z][\w./-]*[-_/@]v?\d+\.\d+\.\d+(?:-(?:alpha|beta|rc|pre)?[\d.-]*)?$/;
/** What teams call branches: `release/1.2.3` gets commits until it is released. */
const BRANCH =
  /(?:^|\/)(?:heads|releases?|features?|feat|(?:hot|bug)?fix|support|branch|stable)[-_/]/i;
/** A commit, or the digest of an OCI artifact. */
const CONTENT = /^(?:[0-9a-f]{40}|[0-9a-f]{64}|sha256:[0-9a-f]{64})$/;

/**
 * Whether a `targetRevision` is a version that can be promoted, by its looks: a semantic version, a
 * tag that is written as `refs/tags/…`, a commit. A branch or a range is followed.
 *
 * @public
 */
export function isVersion(revision: string | undefined): revision is string {
  if (revision === undefined) return false;
  if (CONTENT.test(revision) || /^refs\/tags\/\S+$/.test(revision)) return true;
  if (SEMANTIC.test(revision)) return true;
  return NAMED.test(revision) && !BRANCH.test(revision);
}

/**
 * Whether Helm chooses a chart's version by itself: `1.*`, `1.x`, `^1.2`, `>=1 <2`, and `1.2`, of
 * which it takes the newest.
 *
 * @public
 */
export function isRange(revision: string): boolean {
  return /[*^~<>|,\s]|(^|\.)x(\.|$)|^v?\d+(\.\d+)?$/i.test(revision);
}
