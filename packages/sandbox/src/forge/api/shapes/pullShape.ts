import type { HostedRepository } from '../../HostedRepository';
import { comparePull } from '../../pulls/compare';
import { isMergeable } from '../../pulls/mergePull';
import { isDraft, type PullRequest } from '../../pulls/PullRequest';
import { labelShape } from './labelShape';
import { repositoryShape } from './repositoryShape';
import { timestamp } from './urls';
import { userShape } from './userShape';

/** A pull request on its own. */
export async function pullShape(
  repository: HostedRepository,
  pull: PullRequest,
) {
  const { forge, settings } = repository;
  const [comparison, mergeable] = await Promise.all([
    comparePull(repository, pull),
    isMergeable(repository, pull),
  ]);
  const heads = repository.git.heads();
  const htmlUrl = `${repository.htmlUrl}/pulls/${pull.number}`;
  const side = {
    repo_id: settings.id,
    repo: repositoryShape(repository, settings.owner),
  };
  return {
    id: pull.number,
    url: htmlUrl,
    number: pull.number,
    user: userShape(forge, pull.poster, { asSelf: true }),
    title: pull.title,
    body: pull.body,
    labels: pull.labels.map(label => labelShape(repository, label)),
    milestone: null,
    assignee: null,
    assignees: [] as never[] | null,
    requested_reviewers: pull.requestedReviewers.map(user =>
      userShape(forge, user),
    ),
    requested_reviewers_teams: [] as never[] | null,
    state: pull.state,
    draft: isDraft(pull),
    is_locked: false,
    comments: pull.comments.length,
    additions: comparison.files.reduce((sum, file) => sum + file.additions, 0),
    deletions: comparison.files.reduce((sum, file) => sum + file.deletions, 0),
    changed_files: comparison.files.length,
    html_url: htmlUrl,
    diff_url: `${htmlUrl}.diff`,
    patch_url: `${htmlUrl}.patch`,
    mergeable,
    merged: Boolean(pull.merged),
    merged_at: pull.merged ? timestamp(pull.merged.at) : null,
    merge_commit_sha: pull.merged?.commit ?? null,
    merged_by: pull.merged
      ? userShape(forge, pull.merged.by, { noreply: true })
      : null,
    allow_maintainer_edit: false,
    base: {
      label: pull.baseBranch,
      ref: pull.baseBranch,
      sha: heads.get(pull.baseBranch) ?? comparison.base,
      ...side,
    },
    head: {
      label: pull.headBranch,
      // Gitea names the request's own ref when the branch is gone
      ref: heads.has(pull.headBranch)
        ? pull.headBranch
        : `refs/pull/${pull.number}/head`,
      // Where the branch went on, that of the branch, however long ago it was merged or closed
      sha: heads.get(pull.headBranch) ?? pull.headSha,
      ...side,
    },
    merge_base: comparison.mergeBase,
    due_date: null,
    created_at: timestamp(pull.createdAt),
    updated_at: timestamp(pull.updatedAt),
    closed_at: pull.closedAt ? timestamp(pull.closedAt) : null,
    pin_order: 0,
  };
}

/** A pull request in a list: Gitea leaves the counts out and has null for empty lists there. */
export async function listedPullShape(
  repository: HostedRepository,
  pull: PullRequest,
) {
  const { additions, deletions, changed_files, ...listed } = await pullShape(
    repository,
    pull,
  );
  return {
    ...listed,
    assignees: null,
    requested_reviewers: orNull(listed.requested_reviewers),
    requested_reviewers_teams: null,
  };
}

function orNull<T>(list: T[]): T[] | null {
  return list.length > 0 ? list : null;
}
