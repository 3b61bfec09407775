import type { FakeAnswer } from '../../__testUtils__/FakeServer';
import type { MemoryPull } from '../../__testUtils__/MemoryPulls';
import { refusal } from './answers';
import type { FakeBitbucketServer } from './FakeBitbucketServer';

export const states = { open: 'OPEN', merged: 'MERGED', closed: 'DECLINED' };

const versions = new WeakMap<MemoryPull, { version: number; print: string }>();

/** Grows with every change of a pull request that was not looked at before. */
export function versionOf(
  { pulls }: FakeBitbucketServer,
  pull: MemoryPull,
): number {
  const { title, base, state, reviewers } = pull;
  const head = pulls.head(pull);
  const print = JSON.stringify([title, base, state, reviewers, head]);
  const known = versions.get(pull);
  const version = known ? known.version + Number(known.print !== print) : 0;
  versions.set(pull, { version, print });
  return version;
}

export function isOutOfDate(
  bitbucket: FakeBitbucketServer,
  pull: MemoryPull,
  query: URLSearchParams,
): boolean {
  return Number(query.get('version')) !== versionOf(bitbucket, pull);
}

export function outOfDate(): FakeAnswer {
  return refusal(
    409,
    'You are attempting to modify a pull request based on out-of-date information.',
    'pull.PullRequestOutOfDateException',
  );
}

/** Of a fast-forward, Bitbucket tells no merge commit. */
export function shown(bitbucket: FakeBitbucketServer, pull: MemoryPull) {
  const { pulls, git, fromForks, toUpstream, user } = bitbucket;
  const { number, branch, base, mergeCommit, endedAt } = pull;
  const head = pulls.head(pull);
  const refOf = (name: string, sha: string, key: string) => ({
    id: `refs/heads/${name}`,
    displayId: name,
    latestCommit: sha,
    repository: { slug: bitbucket.slug, project: { key } },
  });
  const isOfFork = fromForks.has(number);
  const isToUpstream = toUpstream.has(number);
  const { project } = bitbucket;
  return {
    id: number,
    version: versionOf(bitbucket, pull),
    title: pull.title,
    description: pull.body,
    state: states[pull.state],
    draft: pull.isDraft,
    fromRef: refOf(branch, head, isOfFork ? '~SOMEBODY' : project),
    toRef: refOf(
      base,
      git.branches.get(base) ?? head,
      isToUpstream ? 'UPSTREAM' : project,
    ),
    createdDate: Date.parse(pull.createdAt),
    updatedDate: Date.parse(endedAt ?? pull.createdAt),
    ...(endedAt ? { closedDate: Date.parse(endedAt) } : {}),
    author: { user: { name: user }, role: 'AUTHOR' },
    reviewers: pull.reviewers.map(name => ({
      user: { name },
      role: 'REVIEWER',
      status: pull.approvedBy.includes(name) ? 'APPROVED' : 'UNAPPROVED',
    })),
    participants: pull.approvedBy
      .filter(name => !pull.reviewers.includes(name))
      .map(name => ({
        user: { name },
        role: 'PARTICIPANT',
        status: 'APPROVED',
      })),
    properties: {
      ...(mergeCommit && mergeCommit !== head
        ? { mergeCommit: { id: mergeCommit } }
        : {}),
    },
  };
}
