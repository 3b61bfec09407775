import { withDeadline } from 'backstage-plugin-gitops-node';

/** For one step: less than a lease. Hosts have time limits of their own, well below. */
const STEP_MS = 45_000;

/** What a row is after a step. */
export interface Found<T> {
  readonly after: T;
  /** When the next step is due; undefined where none is */
  readonly dueInMs: number | undefined;
}

/**
 * Takes one step of a row within its time limit.
 *
 * @param failed - says what the row is where the step failed
 * @returns undefined where the process is about to end
 */
export async function takeStep<T>(
  signal: AbortSignal,
  take: (signal: AbortSignal) => Promise<Found<T>>,
  failed: (error: unknown) => Found<T>,
): Promise<Found<T> | undefined> {
  const deadline = withDeadline(signal, STEP_MS);
  try {
    return await take(deadline.signal);
  } catch (error) {
    return signal.aborted ? undefined : failed(error);
  } finally {
    deadline.end();
  }
}
