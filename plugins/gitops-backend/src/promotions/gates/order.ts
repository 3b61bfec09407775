import { coerce, compare } from 'semver';
import { Gate, pass, warn } from './Gate';
import { duration } from './words';

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
    const [next, present] = [coerce(version), coerce(running)];
    if (!next || !present || running === version) return undefined;
    return compare(next, present) < 0
      ? warn(
          `${version} is older than ${running}, which runs in ${target.title}.`,
        )
      : pass(`${target.title} has not had ${version} before.`);
  },
};
