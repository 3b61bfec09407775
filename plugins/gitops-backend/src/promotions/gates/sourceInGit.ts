import { Gate, warn } from './Gate';

/**
 * Warns if the source runs another version than its files say: what moves is what runs, so the
 * files of both environments would differ.
 */
export const sourceInGit: Gate = {
  name: 'source-in-git',
  check({ kind, source: { title: source }, writtenOtherwise = [] }) {
    const [first] = writtenOtherwise;
    if (kind === 'rollback' || !first) return undefined;
    return warn('sourceDiffersFromGit', {
      ...first,
      source,
      running: [...first.running],
    });
  },
};
