import { Draft } from '../draft/Draft';
import type { ActionOptions } from './ActionOptions';
import { USUAL_TARGET } from './inputs';

/** Of an action's context, what a draft needs. */
export interface DraftContext {
  workspacePath: string;
  signal?: AbortSignal;
  input: { repository?: string; branch?: string; targetPath?: string };
}

const TIMEOUT_MS = 60_000;

/** The folder that an action writes to. @throws InputError, GitHostError */
export function openDraft(
  { hosts }: Pick<ActionOptions, 'hosts'>,
  ctx: DraftContext,
): Promise<Draft> {
  const { repository, branch, targetPath = USUAL_TARGET } = ctx.input;
  return Draft.open({
    workspacePath: ctx.workspacePath,
    folder: targetPath,
    target:
      repository === undefined
        ? undefined
        : { repository: hosts.repository(repository), branch },
    signal: limited(ctx.signal),
  });
}

/** Ended with the task, and after a minute. */
export function limited(
  signal: AbortSignal | undefined,
  timeoutMs = TIMEOUT_MS,
): AbortSignal {
  return AbortSignal.any([
    ...(signal ? [signal] : []),
    AbortSignal.timeout(timeoutMs),
  ]);
}
