import type { Workflow } from '../../actions/readWorkflow';
import type { WorkflowRun } from '../../actions/WorkflowRun';
import type { HostedRepository } from '../../HostedRepository';
import { repositoryShape } from './repositoryShape';
import { timestamp } from './urls';
import { userShape } from './userShape';

/** A run in GitHub's words, which Gitea's API took over: what waits for a runner is `queued`. */
export function runShape(repository: HostedRepository, run: WorkflowRun) {
  const actor = userShape(repository.forge, run.actor);
  // Gitea writes a moment that has not come as the first of Unix time
  const time = (at: Date | undefined) => timestamp(at ?? new Date(0));
  return {
    id: run.id,
    url: `${repository.apiUrl}/actions/runs/${run.id}`,
    html_url: `${repository.htmlUrl}/actions/runs/${run.id}`,
    display_title: run.title,
    path: `${run.file}@refs/heads/${run.branch}`,
    event: run.event,
    run_attempt: 1,
    run_number: run.number,
    repository_id: repository.settings.id,
    head_sha: run.sha,
    head_branch: run.branch,
    ...statusOf(run),
    actor,
    trigger_actor: actor,
    repository: repositoryShape(repository, null),
    head_repository: repositoryShape(repository, null),
    started_at: time(run.startedAt),
    completed_at: time(run.finishedAt),
  };
}

/** `conclusion` only when it has ended */
export function statusOf({ state }: WorkflowRun): {
  status: string;
  conclusion?: string;
} {
  if (state === 'waiting') return { status: 'queued' };
  if (state === 'running') return { status: 'in_progress' };
  return { status: 'completed', conclusion: state };
}

/** The one job of a run, once a runner has taken it. */
export function taskShape(repository: HostedRepository, run: WorkflowRun) {
  return {
    id: run.id,
    name: run.file.replace(/\.ya?ml$/, ''),
    head_branch: run.branch,
    head_sha: run.sha,
    run_number: run.number,
    event: run.event,
    display_title: run.title,
    status: run.state,
    workflow_id: run.file,
    url: `${repository.htmlUrl}/actions/runs/${run.id}`,
    created_at: timestamp(run.startedAt ?? run.createdAt),
    updated_at: timestamp(run.finishedAt ?? run.startedAt ?? run.createdAt),
    run_started_at: timestamp(run.startedAt ?? new Date(0)),
  };
}

export function workflowShape(
  repository: HostedRepository,
  { file }: Workflow,
) {
  const path = `.gitea/workflows/${file}`;
  const name = encodeURIComponent(file);
  const { htmlUrl, apiUrl, defaultBranch, createdAt } = repository;
  return {
    id: file,
    name: file,
    path,
    state: 'active',
    created_at: timestamp(createdAt),
    updated_at: timestamp(createdAt),
    url: `${apiUrl}/actions/workflows/${name}`,
    html_url: `${htmlUrl}/src/branch/${defaultBranch}/${path}`,
    badge_url: `${htmlUrl}/actions/workflows/${name}/badge.svg?branch=${defaultBranch}`,
  };
}
