import type { FakeAnswer } from '../../__testUtils__/FakeServer';
import type { MemoryGit } from '../../__testUtils__/MemoryGit';
import { refusal } from './answers';

/** What a `GitVersionDescriptor` in a query names. */
export function versionOf(
  git: MemoryGit,
  query: URLSearchParams,
  prefix: string,
) {
  const version = query.get(`${prefix}.version`)!;
  switch (query.get(`${prefix}.versionType`)) {
    case 'branch':
      return git.commit(git.branches.get(version));
    case 'tag':
      return git.commit(git.tags.get(version));
    default:
      return git.commit(version);
  }
}

export function unresolvable(): FakeAnswer {
  return refusal(
    404,
    'TF401175: The version descriptor could not be resolved to a version in the repository',
    'GitUnresolvableToCommitException',
  );
}
