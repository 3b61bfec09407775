import { createHash } from 'node:crypto';
import { GitHostError, GitWorkflows } from 'backstage-plugin-gitops-node';
import { hasBegunSince, WorkflowStarts } from '../promotions/WorkflowStarts';

/** So long after it was started, the host may not list a run yet. */
const LISTED_MS = 30_000;
const RUNS = 20;

/** What is started, and who starts it. */
export interface WorkflowStart {
  service: string;
  environment: string;
  version: string;
  /** Address of the repository */
  repository: string;
  file: string;
  ref: string;
  inputs: Record<string, string>;
  by: string;
}

interface Options {
  starts: Pick<WorkflowStarts, 'begin' | 'forget'>;
  now(): number;
  signal: AbortSignal;
}

/**
 * Starts a workflow, unless the same person started the same and that run is going on: two clicks
 * are one run.
 *
 * @returns whether it was started by this call
 */
export async function startOnce(
  workflows: GitWorkflows,
  start: WorkflowStart,
  options: Options,
): Promise<{ made: boolean }> {
  const { starts, signal } = options;
  const { service, environment, version, repository, file, ref, inputs, by } =
    start;
  const key = createHash('sha256')
    .update(JSON.stringify([repository, file, ref, inputs, by]))
    .digest('base64url');
  const begin = (after?: number) =>
    starts.begin({ key, service, environment, version }, after);
  const earlier = await begin();
  if (earlier !== undefined) {
    if (await isGoingOn(workflows, start, earlier, options))
      return { made: false };
    // Somebody else may have seen as well that it is over
    if ((await begin(earlier)) !== undefined) return { made: false };
  }
  try {
    await workflows.dispatch({ file, ref, inputs }, { signal });
  } catch (error) {
    // Where the answer was lost, a run may have begun
    if (error instanceof GitHostError && !error.isTemporary)
      await starts.forget(key);
    throw error;
  }
  return { made: true };
}

/**
 * No host says which run a start has led to: it is the first of the workflow that began after it.
 */
async function isGoingOn(
  workflows: GitWorkflows,
  { file, ref }: WorkflowStart,
  startedAt: number,
  { now, signal }: Options,
): Promise<boolean> {
  if (now() - startedAt < LISTED_MS) return true;
  const runs = await workflows.runs(
    { file, branch: ref, limit: RUNS },
    { signal },
  );
  const [first] = runs
    .flatMap(({ state, startedAt: at }) =>
      at !== undefined && hasBegunSince(startedAt, { startedAt: at })
        ? { state, at: Date.parse(at) }
        : [],
    )
    .sort((a, b) => a.at - b.at);
  return first?.state === 'waiting' || first?.state === 'running';
}
