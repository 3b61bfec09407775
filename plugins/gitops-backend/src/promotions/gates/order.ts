import { coerce, compare } from 'semver';
import { Gate, pass, warn } from './Gate';
import { duration } from './words';

/** Digits alone make no order: commits and digests have them too. */
const NUMBERED = /^v?\d+(\.\d+)*(?!\w)/i;
/** What comes after the numbers is an order of its own only here: elsewhere it may be a commit, a build, a variant. */
const RELEASED = /^v?[\d.]+(-(alpha|beta|rc|pre)[\d.-]*)?$/i;

/** Warns of a version that goes back, or that the target has had before. */
export const order: Gate = {
  name: 'order',
  check({ kind, version, target, past, now }) {
    if (kind === 'rollback') return undefined;
    const before = past.find(one => one.version === version);
    if (before)
      return warn(
        `${target.title} had ${version} before, ${duration(
          now - Date.parse(before.endedAt),
        )} ago: it was replaced.`,
      );
    const { running } = target;
    if (running === null || running === version) return undefined;
    const compared = compareVersions(version, running);
    if (compared === undefined) return undefined;
    return compared < 0
      ? warn(
          `${version} is older than ${running}, which runs in ${target.title}.`,
        )
      : pass(`${target.title} has not had ${version} before.`);
  },
};

/** Negative where the first is older. Undefined where that can't be told */
function compareVersions(a: string, b: string): number | undefined {
  if (![a, b].every(one => NUMBERED.test(one))) return undefined;
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
