import { coerce, compare, valid } from 'semver';
import { block, Gate, pass, warn } from './Gate';

/** Versions that begin with numbers. Commits and digests may begin with digits, too. */
const NUMBERED = /^v?\d+(\.\d+)*(?!\w)/i;
/** Builds of a branch have an order among themselves, and none with releases. */
const BUILT = /^v?0\.0\.0-/i;
/** Pre-releases have an order. Any other text after the numbers may be a commit or a variant. */
const RELEASED = /^v?[\d.]+(-(alpha|beta|rc|pre)[\d.-]*)?$/i;

/**
 * Blocks a version that skips an environment on its way, such as a hotfix. Warns of one that goes
 * back, or that the target has had before.
 */
export const order: Gate = {
  name: 'order',
  check({ kind, version, source, target, skipped, past, now }) {
    if (kind === 'rollback') return undefined;
    const { title: environment, running } = target;
    if (skipped.length > 0)
      return block('skips', {
        version,
        source: source.title,
        environment,
        skipped: [...skipped],
      });
    const before = past.find(one => one.version === version);
    if (before)
      return warn('ranBefore', {
        version,
        environment,
        endedAgoMs: Math.max(0, now - Date.parse(before.endedAt)),
      });
    if (running === null || running === version) return undefined;
    const compared = compareVersions(version, running);
    if (compared === undefined) return undefined;
    return compared < 0
      ? warn('olderThanRunning', { version, running, environment })
      : pass('notRunBefore', { version, environment });
  },
};

/** Negative where the first is older. Undefined where the order isn't known. */
function compareVersions(a: string, b: string): number | undefined {
  if (![a, b].every(one => NUMBERED.test(one))) return undefined;
  const builds = [a, b].filter(one => BUILT.test(one));
  if (builds.length === 2 && builds.every(one => valid(one)))
    return compare(a, b);
  if (builds.length > 0) return undefined;
  const compared = compare(coerce(a)!, coerce(b)!);
  if (compared !== 0) return compared;
  const includePrerelease = true;
  return [a, b].every(one => RELEASED.test(one))
    ? compare(
        coerce(a, { includePrerelease })!,
        coerce(b, { includePrerelease })!,
      )
    : undefined;
}
