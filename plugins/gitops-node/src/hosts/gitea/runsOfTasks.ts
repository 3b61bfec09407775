import type { WorkflowRun } from '../GitHost';
import type * as schemas from './schemas';
import { timeOf } from './timeOf';

/** Runs as those of their jobs tell that a runner has taken, newest first: one that waits for its first runner is missing, and one that waits for the next looks as if it had ended. */
export function runsOfTasks(tasks: readonly schemas.Task[]): WorkflowRun[] {
  const byRun = new Map<number, schemas.Task[]>();
  for (const task of tasks)
    byRun.set(task.run_number, [...(byRun.get(task.run_number) ?? []), task]);
  return [...byRun.values()]
    .map(runOf)
    .sort((one, other) => other.number - one.number);
}

function runOf(jobs: readonly schemas.Task[]): WorkflowRun {
  const [newest] = jobs;
  const state = stateOf(jobs.map(({ status }) => status));
  const times = (moments: (string | null | undefined)[]) =>
    moments.flatMap(at => timeOf(at) ?? []).sort();
  return {
    id: String(newest.run_number),
    number: newest.run_number,
    title: newest.display_title ?? '',
    event: newest.event,
    state,
    ref: newest.head_branch,
    sha: newest.head_sha,
    startedAt: times(jobs.map(job => job.run_started_at))[0],
    finishedAt:
      state === 'running'
        ? undefined
        : times(jobs.map(job => job.updated_at)).at(-1),
    url: newest.url,
  };
}

/** The worst of them, where none is still at it. */
function stateOf(statuses: readonly string[]): WorkflowRun['state'] {
  const ends = ['failure', 'cancelled', 'success', 'skipped'] as const;
  if (!statuses.every(one => ends.some(end => end === one))) return 'running';
  const worst = ends.find(end => statuses.includes(end));
  switch (worst) {
    case 'failure':
      return 'failed';
    case 'success':
      return 'succeeded';
    default:
      return worst ?? 'running';
  }
}
