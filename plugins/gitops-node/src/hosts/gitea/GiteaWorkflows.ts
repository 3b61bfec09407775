import type { CallOptions, GitWorkflows, WorkflowRun } from '../GitHost';
import type { RestApi } from '../rest/RestApi';
import { encoded } from './encoded';
import * as schemas from './schemas';

const PAGE = 50;
/** Where a repository has many workflows, one that ran long ago is not found. */
const MAX_PAGES = 4;

/** Gitea Actions: dispatched from 1.24 on, runs are listed from 1.25 on. */
export class GiteaWorkflows implements GitWorkflows {
  readonly #api: RestApi;

  constructor(api: RestApi) {
    this.#api = api;
  }

  /** Gitea has no list of one workflow's runs, so those of all are looked through. */
  async runs(
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
    return own.slice(0, limit).map(runOf);
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
    startedAt: time(run.started_at),
    finishedAt: time(run.completed_at),
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

/** Gitea writes a moment that has not come as the first year of its calendar. */
function time(at: string | null | undefined): string | undefined {
  const ms = Date.parse(at ?? '');
  return ms > 0 ? new Date(ms).toISOString() : undefined;
}
