import { canDo } from '../../access';
import type { HostedRepository } from '../../HostedRepository';
import type { User } from '../../Users';
import { timestamp } from './urls';
import { userShape } from './userShape';

/** What every repository of a new Gitea has switched on. */
const features = {
  has_code: true,
  has_issues: true,
  internal_tracker: {
    enable_time_tracker: true,
    allow_only_contributors_to_track_time: true,
    enable_issue_dependencies: true,
  },
  has_wiki: true,
  has_pull_requests: true,
  has_projects: true,
  projects_mode: 'all',
  has_releases: true,
  has_packages: true,
  ignore_whitespace_conflicts: false,
  allow_merge_commits: true,
  allow_rebase: true,
  allow_rebase_explicit: true,
  allow_squash_merge: true,
  allow_fast_forward_only_merge: true,
  allow_rebase_update: true,
  allow_manual_merge: false,
  autodetect_manual_merge: false,
  default_delete_branch_after_merge: false,
  default_merge_style: 'merge',
  default_allow_maintainer_edit: false,
  avatar_url: '',
  internal: false,
  mirror_interval: '',
  object_format_name: 'sha1',
  mirror_updated: '0001-01-01T00:00:00Z',
  topics: [],
  licenses: [],
};

/** A repository as Gitea returns it to a person, or without a person (null). */
export function repositoryShape(
  repository: HostedRepository,
  viewer: User | null,
) {
  const { forge, htmlUrl, apiUrl, settings } = repository;
  return {
    id: settings.id,
    owner: userShape(forge, settings.owner),
    name: repository.name,
    full_name: `${repository.owner}/${repository.name}`,
    description: settings.description,
    empty: repository.git.heads().size === 0,
    private: settings.isPrivate,
    fork: false,
    template: false,
    mirror: false,
    size: 0,
    language: '',
    languages_url: `${apiUrl}/languages`,
    html_url: htmlUrl,
    url: apiUrl,
    link: '',
    ssh_url: `git@localhost:${repository.owner}/${repository.name}.git`,
    clone_url: repository.url,
    original_url: '',
    website: '',
    stars_count: 0,
    forks_count: 0,
    watchers_count: 1,
    open_issues_count: 0,
    open_pr_counter: repository.pulls.list('open').length,
    release_counter: 0,
    default_branch: repository.defaultBranch,
    archived: Boolean(repository.archivedAt),
    created_at: timestamp(repository.createdAt),
    updated_at: timestamp(repository.updatedAt),
    archived_at: timestamp(repository.archivedAt ?? new Date(0)),
    permissions: {
      admin: viewer !== null && canDo(repository, viewer, 'admin'),
      push: viewer !== null && canDo(repository, viewer, 'write'),
      pull: true,
    },
    has_actions: repository.actions !== undefined,
    ...features,
  };
}
