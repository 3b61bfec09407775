import { setMaxListeners } from 'node:events';
import { Draft } from '../draft/Draft';
import { readPin } from '../draft/pin';
import type { Repositories } from '../repositories/allowedRepositories';
import { hostType } from '../repositories/hostType';
import type { ActionOptions } from './ActionOptions';
import { DEFAULT_TARGET } from './inputs';

/** What a draft needs of an action's context. */
export interface DraftContext {
  workspacePath: string;
  signal?: AbortSignal;
  input: {
    repository?: string;
    branch?: string;
    targetPath?: string;
    token?: string;
  };
}

const TIMEOUT_MS = 60_000;

/**
 * The folder that an action writes to, with the repository that the input names, or that an earlier
 * step has pinned for the folder, behind it.
 *
 * @throws InputError, GitHostError
 */
export async function openDraft(
  { hosts }: Pick<ActionOptions, 'hosts'>,
  { workspacePath, signal, input }: DraftContext,
): Promise<Draft> {
  const { branch, targetPath: folder = DEFAULT_TARGET, token } = input;
  const { base } = await readPin(workspacePath, folder);
  const address = input.repository ?? base?.address;
  const target =
    address === undefined ? undefined : targetOf(hosts, address, token);
  return Draft.open({
    workspacePath,
    folder,
    target: target && { ...target, branch },
    signal: limited(signal),
  });
}

/** GitLab redirects from addresses without `.git`, and Argo CD does not follow. */
function targetOf(
  hosts: Repositories,
  address: string,
  token: string | undefined,
) {
  const repository = hosts.repository(address, { token });
  const isRedirected =
    hostType(hosts, repository) === 'gitlab' && !address.endsWith('.git');
  return {
    repository,
    address: isRedirected ? `${address.replace(/\/$/, '')}.git` : address,
  };
}

/** Ended with the task, and after a minute. */
export function limited(
  signal: AbortSignal | undefined,
  timeoutMs = TIMEOUT_MS,
): AbortSignal {
  const either = AbortSignal.any([
    ...(signal ? [signal] : []),
    AbortSignal.timeout(timeoutMs),
  ]);
  // Many reads at once listen to it
  setMaxListeners(0, either);
  return either;
}
