import type { User } from '../Users';

/** `waiting` for a runner, `running`, then how it ended */
export type RunState = 'waiting' | 'running' | 'success' | 'failure';

/** One run of a workflow. */
export interface WorkflowRun {
  /** Among all runs of the forge */
  readonly id: number;
  /** Among those of the repository, from 1 */
  readonly number: number;
  /** Name of the workflow's file */
  readonly file: string;
  readonly title: string;
  readonly event: 'workflow_dispatch';
  readonly branch: string;
  /** The branch's head when it was started */
  readonly sha: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly actor: User;
  readonly createdAt: Date;
  state: RunState;
  startedAt?: Date;
  finishedAt?: Date;
  readonly log: { at: Date; line: string }[];
}

/** A past run, as in the seed. */
export interface PastRun {
  file: string;
  inputs: Readonly<Record<string, string>>;
  /** Login of who started it */
  actor: string;
  /** ISO 8601 */
  startedAt: string;
  finishedAt: string;
  state: 'success' | 'failure';
  log: readonly string[];
}
