import type { HostedRepository } from '../HostedRepository';

/**
 * What a workflow does. The forge has no runners: it runs one of these in place of the workflow's
 * steps.
 * @throws JobError where a step would fail
 */
export type Job = (run: {
  repository: HostedRepository;
  inputs: Readonly<Record<string, string>>;
  /** Number of the run, for messages of commits */
  number: number;
  /** Who started it */
  actor: string;
  log: (line: string) => void;
}) => Promise<void>;

/** A step that failed, with what its log says. */
export class JobError extends Error {
  override readonly name = 'JobError';
}
