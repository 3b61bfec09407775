import type { CallOptions } from './repositoryTypes';

/** @public */
export interface GitWorkflows {
  /**
   * The newest runs of a workflow, newest first. `file` is its file's name (`promote.yaml`); GitLab
   * has one pipeline and takes no notice of it
   */
  runs(
    of: { file: string; branch?: string; limit: number },
    options: CallOptions,
  ): Promise<WorkflowRun[]>;
  /** @throws GitHostError `notFound` where there is no such workflow or it can't be dispatched */
  dispatch(
    dispatch: { file: string; ref: string; inputs: Record<string, string> },
    options: CallOptions,
  ): Promise<void>;
}

/** @public */
export interface WorkflowRun {
  /** The host's own identity of it */
  id: string;
  number: number;
  title: string;
  event: string;
  state:
    | 'waiting'
    | 'running'
    | 'succeeded'
    | 'failed'
    | 'cancelled'
    | 'skipped';
  /** What was run: the branch or tag, and its commit */
  ref: string;
  sha: string;
  actor?: string;
  startedAt?: string;
  finishedAt?: string;
  url: string;
}
