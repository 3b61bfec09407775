import type { CallOptions, GitWorkflows, WorkflowRun } from '../GitHost';
import { RestApi, unlessRefused } from '../rest/RestApi';
import { encoded } from './encoded';
import { runsOfTasks } from './runsOfTasks';
import * as schemas from './schemas';
import { timeOf } from './timeOf';

const PAGE = 50;
/** Where a repository has many workflows, one that ran long ago is not found. */
const MAX_PAGES = 4;

/** Gitea Actions: dispatched from 1.24 on, runs are listed from 1.25 on. */
export class GiteaWorkflows implements GitWorkflows {
  readonly #api: RestApi;

  constructor(api: RestApi) {
    this.#api = api;
  }

  /** Gitea shows runs to the owner of a repository and to administrators, nobody else, whatever they may do there; jobs, to all who read. */
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
      const { workflow_runs: runs } = await this.#api.json(
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
    const own: schemas.Task[] = [];
    for (let page = 1; page <= MAX_PAGES; page++) {
      const query = { limit: PAGE, page };
      const { workflow_runs: tasks } = await this.#api.json(
        { path: '/actions/tasks', query, signal },
        schemas.tasks,
      );
      own.push(
        ...(tasks ?? []).filter(
          task =>
            task.workflow_id === file &&
            (branch === undefined || task.head_branch === branch),
        ),
      );
      if ((tasks?.length ?? 0) < PAGE) break;
    }
    return own;
  }

  async dispatch(
    {
      file,
      ref,
      inputs,
    }: { file: string; ref: string; inputs: Record<string, string> },
    { signal }: CallOptions,
  ): Promise<void> {
    await this.#api.send({
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
