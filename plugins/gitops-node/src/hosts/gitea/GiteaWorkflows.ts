import type { CallOptions, GitWorkflows, WorkflowRun } from '../GitHost';
import { unlessRefused } from '../rest/Refusal';
import type { RestApi } from '../rest/RestApi';
import { allPages } from '../rest/allPages';
import { encoded } from '../rest/encoded';
import * as schemas from './schemas';

const PAGE = 50;
/** Where a repository has many workflows, one that ran long ago is not found. */
const MAX_PAGES = 4;

/** Gitea Actions: dispatched from 1.24 on, runs are listed from 1.25 on. */
export class GiteaWorkflows implements GitWorkflows {
  constructor(private readonly api: RestApi) {}

  /**
   * Gitea shows runs to the owner of a repository and to administrators, nobody else, whatever they
   * may do there; jobs, to all who read.
   */
  async runs(
    of: { file: string; branch?: string; limit: number },
    options: CallOptions,
  ): Promise<WorkflowRun[]> {
    const runs =
      (await unlessRefused([403, 404], () => this.#runs(of, options))) ??
      runsOfTasks(await this.#tasks(of, options));
    return runs.slice(0, of.limit);
  }

  /** There is no list of one workflow's runs, so those of all are looked through. */
  async #runs(
    { file, branch, limit }: { file: string; branch?: string; limit: number },
    { signal }: CallOptions,
  ): Promise<WorkflowRun[]> {
    const own: schemas.Run[] = [];
    for (let page = 1; page <= MAX_PAGES && own.length < limit; page++) {
      const query = { branch, limit: PAGE, page };
      const { workflow_runs: runs } = await this.api.json(
        { path: '/actions/runs', query, signal },
        schemas.runs,
      );
      own.push(
        ...(runs ?? []).filter(
          ({ path }) => path?.split('@')[0].split('/').at(-1) === file,
        ),
      );
      if ((runs?.length ?? 0) < PAGE) break;
    }
    return own.map(runOf);
  }

  async #tasks(
    { file, branch }: { file: string; branch?: string },
    { signal }: CallOptions,
  ): Promise<schemas.Task[]> {
    const pages = { size: PAGE, max: MAX_PAGES };
    const tasks = await allPages(pages, async page => {
      const query = { limit: PAGE, page };
      const request = { path: '/actions/tasks', query, signal };
      const found = await this.api.json(request, schemas.tasks);
      return found.workflow_runs ?? [];
    });
    return tasks.filter(
      task =>
        task.workflow_id === file &&
        [undefined, task.head_branch].includes(branch),
    );
  }

  async dispatch(
    {
      file,
      ref,
      inputs,
    }: { file: string; ref: string; inputs: Record<string, string> },
    { signal }: CallOptions,
  ): Promise<void> {
    await this.api.send({
      method: 'POST',
      path: `/actions/workflows/${encoded(file)}/dispatches`,
      json: { ref, inputs },
      signal,
    });
  }
}

function runOf(run: schemas.Run): WorkflowRun {
  return {
    id: String(run.id),
    number: run.run_number,
    title: run.display_title ?? '',
    event: run.event,
    state: stateOf(run),
    ref: run.head_branch ?? '',
    sha: run.head_sha,
    actor: run.actor?.login,
    startedAt: timeOf(run.started_at),
    finishedAt: timeOf(run.completed_at),
    url: run.html_url,
  };
}

function stateOf({ status, conclusion }: schemas.Run): WorkflowRun['state'] {
  if (status !== 'completed')
    return status === 'in_progress' ? 'running' : 'waiting';
  switch (conclusion) {
    case 'success':
      return 'succeeded';
    case 'cancelled':
    case 'skipped':
      return conclusion;
    default:
      return 'failed';
  }
}

/**
 * Runs as those of their jobs tell that a runner has taken, newest first: one that waits for its
 * first runner is missing, and one that waits for the next looks as if it had ended.
 */
function runsOfTasks(tasks: readonly schemas.Task[]): WorkflowRun[] {
  const byRun = new Map<number, schemas.Task[]>();
  for (const task of tasks)
    byRun.set(task.run_number, [...(byRun.get(task.run_number) ?? []), task]);
  return [...byRun.values()]
    .map(runOfJobs)
    .sort((one, other) => other.number - one.number);
}

function runOfJobs(jobs: readonly schemas.Task[]): WorkflowRun {
  const [newest] = jobs;
  const state = stateOfJobs(jobs.map(({ status }) => status));
  const times = (moments: (string | null | undefined)[]) =>
    moments.flatMap(at => timeOf(at) ?? []).sort();
  return {
    id: String(newest.run_number),
    number: newest.run_number,
    title: newest.display_title ?? '',
    event: newest.event,
    state,
    ref: newest.head_branch,
    sha: newest.head_sha,
    startedAt: times(jobs.map(job => job.run_started_at))[0],
    finishedAt:
      state === 'running'
        ? undefined
        : times(jobs.map(job => job.updated_at)).at(-1),
    url: newest.url,
  };
}

/** The worst of them, where none is still at it. */
function stateOfJobs(statuses: readonly string[]): WorkflowRun['state'] {
  const ends = ['failure', 'cancelled', 'success', 'skipped'] as const;
  if (!statuses.every(one => ends.some(end => end === one))) return 'running';
  const worst = ends.find(end => statuses.includes(end));
  switch (worst) {
    case 'failure':
      return 'failed';
    case 'success':
      return 'succeeded';
    default:
      return worst ?? 'running';
  }
}

/** Gitea writes a moment that has not come as the first of Unix time, or of its calendar. */
function timeOf(at: string | null | undefined): string | undefined {
  const ms = Date.parse(at ?? '');
  return ms > 0 ? new Date(ms).toISOString() : undefined;
}
