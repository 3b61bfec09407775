import {
  requestedByTrailer,
  type Requester,
} from 'backstage-plugin-gitops-node';

/** The last lines of each commit: who started the task, and which task made it. */
export function trailersOf(by: Requester, taskId: string): string {
  return `${requestedByTrailer(by)}\n${taskTrailer(taskId)}`;
}

/** By this line a task finds what it has pushed before. */
export function taskTrailer(taskId: string): string {
  return `Scaffolder-Task: ${taskId}`;
}
