import type { CallOptions, GitWorkflows, WorkflowRun } from '../GitHost';
import { GitHostError } from '../GitHostError';
import { Refusal } from '../rest/Refusal';
import type { RestApi } from '../rest/RestApi';
import * as schemas from './schemas';

/**
 * GitLab has one pipeline for a project: which file is asked for makes no difference. It is given
 * inputs, which it checks, and no variables, which would reach every command of a job.
 */
export class GitLabWorkflows implements GitWorkflows {
  constructor(private readonly api: RestApi, private readonly name: string) {}

  async runs(
    { branch, limit }: { file: string; branch?: string; limit: number },
    { signal }: CallOptions,
  ): Promise<WorkflowRun[]> {
    const found = await this.api.json(
      {
        path: '/pipelines',
        query: { ref: branch, per_page: Math.min(limit, 100) },
        signal,
      },
      schemas.pipelines,
    );
    return found.map(runOf);
  }

  async dispatch(
    {
      ref,
      inputs,
    }: { file: string; ref: string; inputs: Record<string, string> },
    { signal }: CallOptions,
  ): Promise<void> {
    try {
      await this.api.send({
        method: 'POST',
        path: '/pipeline',
        json: { ref, inputs },
        signal,
      });
    } catch (error) {
      // 400 for a missing branch, a missing .gitlab-ci.yml, and rules that leave no job
      if (error instanceof Refusal && error.status === 400)
        throw new GitHostError(
          'notFound',
          `${this.name}: no pipeline can be run for ${ref} (${error.words})`,
        );
      throw error;
    }
  }
}

const states: Record<string, WorkflowRun['state']> = {
  running: 'running',
  canceling: 'running',
  success: 'succeeded',
  failed: 'failed',
  canceled: 'cancelled',
  skipped: 'skipped',
};

/** GitLab's list doesn't tell when a pipeline began, nor who began it. */
function runOf(pipeline: schemas.Pipeline): WorkflowRun {
  const state = states[pipeline.status] ?? 'waiting';
  const isOver = state !== 'waiting' && state !== 'running';
  const { updated_at: updatedAt } = pipeline;
  return {
    id: String(pipeline.id),
    number: pipeline.iid,
    title: pipeline.name ?? '',
    event: pipeline.source ?? '',
    state,
    ref: pipeline.ref ?? '',
    sha: pipeline.sha,
    startedAt: new Date(pipeline.created_at).toISOString(),
    finishedAt:
      isOver && updatedAt ? new Date(updatedAt).toISOString() : undefined,
    url: pipeline.web_url,
  };
}
