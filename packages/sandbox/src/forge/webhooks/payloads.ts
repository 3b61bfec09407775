import type { BranchChange } from '../../git/BareRepository';
import { readChanges } from '../../git/changes';
import { listCommits, readCommits } from '../../git/log';
import { branchCommitShape } from '../api/shapes/commitShape';
import { pullShape } from '../api/shapes/pullShape';
import { repositoryShape } from '../api/shapes/repositoryShape';
import { userShape } from '../api/shapes/userShape';
import type { HostedRepository } from '../HostedRepository';
import type { PullRequest } from '../pulls/PullRequest';
import type { User } from '../Users';

const noCommit = '0'.repeat(40);
const commitsSent = 30;

/** Body of a `push` event. */
export async function pushPayload(
  repository: HostedRepository,
  change: BranchChange,
): Promise<object> {
  const { dir } = repository.git;
  const { before, after, branch } = change;
  const shas = after
    ? await listCommits(
        dir,
        { to: after, from: before },
        { limit: commitsSent },
      )
    : [];
  const commits = await readCommits(dir, shas);
  const files = await readChanges(
    dir,
    commits.map(({ sha, parents }) => [sha, parents[0]] as const),
  );
  const shapes = commits.map(commit => {
    const changes = files.get(commit.sha) ?? [];
    const pathsThat = (...statuses: string[]) =>
      changes
        .filter(({ status }) => statuses.includes(status))
        .map(({ path }) => path);
    return {
      ...branchCommitShape(repository, commit),
      added: pathsThat('added'),
      removed: pathsThat('deleted'),
      modified: pathsThat('modified', 'renamed'),
    };
  });
  const actor = userShape(
    repository.forge,
    repository.forge.users.ensure(change.by),
  );
  return {
    ref: `refs/heads/${branch}`,
    before: before ?? noCommit,
    after: after ?? noCommit,
    compare_url: `${repository.htmlUrl}/compare/${before ?? noCommit}...${
      after ?? noCommit
    }`,
    commits: shapes,
    total_commits: shapes.length,
    head_commit: shapes[0] ?? null,
    repository: repositoryShape(repository, repository.settings.owner),
    pusher: actor,
    sender: actor,
  };
}

/**
 * Body of a `pull_request` event, or of one about a review: as things are now, whatever happens
 * next.
 */
export async function pullRequestPayload(
  repository: HostedRepository,
  pull: PullRequest,
  event: {
    action: string;
    by: User;
    review?: { type: string; content: string };
  },
): Promise<object> {
  const { action, by, review = null } = event;
  const asked = pull.requestedReviewers.at(-1);
  return {
    action,
    number: pull.number,
    pull_request: await pullShape(repository, { ...pull }),
    requested_reviewer:
      action === 'review_requested' && asked
        ? userShape(repository.forge, asked)
        : null,
    repository: repositoryShape(repository, repository.settings.owner),
    sender: userShape(repository.forge, by),
    commit_id: action === 'synchronized' ? pull.headSha : '',
    review,
  };
}
