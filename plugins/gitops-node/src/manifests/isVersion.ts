/** What begins with a digit or a v and a digit, ends in a semantic version (`orders-1.2.3`), or is a tag or commit by its looks. */
const VERSION =
  /^(?!refs\/heads\/)(v?\d|refs\/tags\/|[0-9a-f]{40}$|.*[-/_@]v?\d+\.\d+\.\d+)/;
/** `1.*`, `1.x`, `^1.2`, `>=1 <2` */
const RANGE = /[*^~<>|,\s]|(^|\.)x(\.|$)/i;

/**
 * Whether a `targetRevision` is a version that can be promoted: a branch or a range is followed.
 *
 * @public
 */
export function isVersion(revision: string | undefined): revision is string {
  return (
    revision !== undefined && VERSION.test(revision) && !RANGE.test(revision)
  );
}
