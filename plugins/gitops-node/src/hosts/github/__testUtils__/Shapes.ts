import type { MemoryCommit } from '../../__testUtils__/MemoryGit';
import type { MemoryPull } from '../../__testUtils__/MemoryPulls';
import type { Description } from './Description';
import type { FakeGitHub } from './FakeGitHub';

const REPOSITORY = '/repos/{owner}/{repo}';

/** Answers as the description's own examples have them, with what is so here in its place. */
export class Shapes {
  readonly #repository;
  readonly #pull;
  readonly #listed;
  readonly #commit;
  readonly #gitCommit;
  readonly #run;

  constructor(private readonly github: FakeGitHub, description: Description) {
    const example = (path: string, status?: number, method = 'GET') =>
      description.example(`${method} ${REPOSITORY}${path}`, status);
    this.#repository = example('');
    this.#pull = example('/pulls/{pull_number}');
    [this.#listed] = example('/pulls');
    [this.#commit] = example('/commits');
    this.#gitCommit = example('/git/commits', 201, 'POST');
    [this.#run] = example(
      '/actions/workflows/{workflow_id}/runs',
    ).workflow_runs;
  }

  repository() {
    const { github } = this;
    const { source, parent, ...notForked } = this.#repository;
    return {
      ...notForked,
      // Required, and forgotten in the example
      language: null,
      name: 'gitops',
      full_name: 'platform/gitops',
      html_url: github.repositoryUrl,
      default_branch: 'main',
      archived: github.isArchived,
      allow_merge_commit: github.mergeMethods.includes('merge'),
      allow_squash_merge: github.mergeMethods.includes('squash'),
      allow_rebase_merge: github.mergeMethods.includes('rebase'),
      permissions: { admin: false, push: true, pull: true },
    };
  }

  newRepository(fullName: string) {
    const [, name] = fullName.split('/');
    const { host } = this.github.server;
    const url = `https://${host}/${fullName}`;
    return {
      ...this.repository(),
      name,
      full_name: fullName,
      html_url: url,
      archived: false,
    };
  }

  pull(pull: MemoryPull) {
    const isMerged = pull.state === 'merged';
    return {
      ...this.#pull,
      ...this.#common(this.#pull, pull),
      merged: isMerged,
      merged_by: isMerged ? this.user(pull.endedBy!) : null,
      ...this.github.mergeability(pull),
    };
  }

  listedPull(pull: MemoryPull) {
    return { ...this.#listed, ...this.#common(this.#listed, pull) };
  }

  commit(commit: MemoryCommit) {
    const { sha } = commit;
    const person = { ...commit.author, date: seconds(commit.date) };
    const { message } = commit;
    return {
      ...this.#commit,
      sha,
      html_url: `${this.github.repositoryUrl}/commit/${sha}`,
      commit: {
        ...this.#commit.commit,
        message,
        author: person,
        committer: person,
      },
      parents: commit.parents.map(parent => ({
        ...this.#commit.parents[0],
        sha: parent,
      })),
    };
  }

  gitCommit(commit: MemoryCommit) {
    const { sha, message } = commit;
    const tree = this.github.objects.addTree(commit.tree);
    return {
      ...this.#gitCommit,
      sha,
      message,
      tree: { ...this.#gitCommit.tree, sha: tree },
    };
  }

  run(run: FakeGitHub['runs'][number], index: number) {
    return {
      ...this.#run,
      ...run,
      id: 1000 + index,
      run_number: index + 1,
      event: 'workflow_dispatch',
      html_url: `${this.github.repositoryUrl}/actions/runs/${1000 + index}`,
      run_started_at: '2026-01-05T09:00:00Z',
      updated_at: '2026-01-05T09:05:00Z',
    };
  }

  user(login: string) {
    return { ...this.#commit.author, login };
  }

  #common(example: any, pull: MemoryPull) {
    const { git, pulls, repositoryUrl } = this.github;
    const { number, branch, base } = pull;
    const isMerged = pull.state === 'merged';
    const endedAt = pull.endedAt ? seconds(pull.endedAt) : null;
    return {
      number,
      title: pull.title,
      body: pull.body,
      draft: pull.isDraft,
      requested_teams: [],
      labels: pull.labels.map(name => ({ ...example.labels[0], name })),
      state: pull.state === 'open' ? 'open' : 'closed',
      html_url: `${repositoryUrl}/pull/${number}`,
      created_at: seconds(pull.createdAt),
      closed_at: endedAt,
      merged_at: isMerged ? endedAt : null,
      merge_commit_sha: pull.mergeCommit ?? this.github.trialMerge,
      head: {
        ...example.head,
        label: `platform:${branch}`,
        ref: branch,
        sha: pulls.head(pull),
      },
      base: {
        ...example.base,
        label: `platform:${base}`,
        ref: base,
        sha: git.branches.get(base),
      },
    };
  }
}

/** GitHub tells no parts of a second. */
export function seconds(at: string): string {
  return at.replace(/\.\d+Z$/, 'Z');
}
