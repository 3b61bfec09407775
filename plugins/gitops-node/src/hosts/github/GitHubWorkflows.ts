import type { CallOptions, GitWorkflows, WorkflowRun } from '../GitHost';
import { GitHostError } from '../GitHostError';
import { encoded } from '../rest/encoded';
import { Refusal } from '../rest/Refusal';
import type { RestApi } from '../rest/RestApi';
import * as schemas from './schemas';

const MAX_RUNS = 100;

/** GitHub Actions. */
export class GitHubWorkflows implements GitWorkflows {
  constructor(private readonly api: RestApi, private readonly name: string) {}

  async runs(
    { file, branch, limit }: { file: string; branch?: string; limit: number },
    { signal }: CallOptions,
  ): Promise<WorkflowRun[]> {
    const path = `/actions/workflows/${encoded(file)}/runs`;
    const query = {
      branch,
      per_page: Math.min(limit, MAX_RUNS),
      exclude_pull_requests: true,
    };
    const { workflow_runs: runs } = await this.api.json(
      { path, query, signal },
      schemas.runs,
    );
    return runs.map(runOf);
  }

  async dispatch(
    {
      file,
      ref,
      inputs,
    }: { file: string; ref: string; inputs: Record<string, string> },
    { signal }: CallOptions,
  ): Promise<void> {
    const path = `/actions/workflows/${encoded(file)}/dispatches`;
    const json = { ref, inputs };
    try {
      await this.api.send({ method: 'POST', path, json, signal });
    } catch (error) {
      const isMissing =
        error instanceof Refusal &&
        error.status === 422 &&
        /workflow_dispatch|No ref found/.test(error.words);
      if (!isMissing) throw error;
      throw new GitHostError(
        'notFound',
        `${this.name}: the workflow ${file} can't be dispatched on ${ref} (${error.words})`,
      );
    }
  }
}

function runOf(run: schemas.Run): WorkflowRun {
  const isCompleted = run.status === 'completed';
  return {
    id: String(run.id),
    number: run.run_number,
    title: run.display_title ?? '',
    event: run.event,
    state: stateOf(run),
    ref: run.head_branch ?? '',
    sha: run.head_sha,
    actor: (run.triggering_actor ?? run.actor)?.login,
    startedAt: time(run.run_started_at),
    // GitHub tells no end of its own: a run that is over changes no more
    finishedAt: isCompleted ? time(run.updated_at) : undefined,
    url: run.html_url,
  };
}

/** https://docs.github.com/rest/actions/workflow-runs */
function stateOf({ status, conclusion }: schemas.Run): WorkflowRun['state'] {
  if (status === 'in_progress') return 'running';
  if (status !== 'completed') return 'waiting';
  switch (conclusion) {
    case 'success':
    case 'neutral':
      return 'succeeded';
    case 'cancelled':
    case 'skipped':
      return conclusion;
    default:
      return 'failed';
  }
}

function time(at: string | null | undefined): string | undefined {
  return at ? new Date(at).toISOString() : undefined;
}
