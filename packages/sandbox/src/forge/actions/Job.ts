import type { HostedRepository } from '../HostedRepository';

/** A run, as what does its work is given it. */
export interface JobRun {
  repository: HostedRepository;
  /** Name of the workflow's file */
  file: string;
  /** The commit that it was started on */
  sha: string;
  inputs: Readonly<Record<string, string>>;
  /** Of the run */
  id: number;
  /** Who started it */
  actor: string;
  log: (line: string) => void;
}

/**
 * Does what a workflow does.
 * @throws JobError where a step fails
 */
export type Job = (run: JobRun) => Promise<void>;

/** A step that failed, with what its log says. */
export class JobError extends Error {
  override readonly name = 'JobError';
}
