import type { Application } from '../argocd/Application';
import type { ArgoCdClient } from '../argocd/ArgoCdClient';
import { ArgoCdError } from '../argocd/ArgoCdError';
import type { ResourceTree } from '../argocd/detailSchemas';
import {
  Diagnosis,
  FailureLog,
  nameOf,
  ResourceName,
} from '../inventory/Diagnosis';
import { maskedLines } from './maskedLine';
import { CANNOT_RUN } from './podStatus';
import { byUid, ownersOf } from './tree';

/** Lines that are read and kept. Many Applications may fail at once. */
const LINES = 30;
/** What a Pod without a log is said to be: its image or its secrets are missing. */
const NEVER_STARTED = /Image|CreateContainer|Err/;

/**
 * Reads the last lines that a failed hook, or a Pod that keeps failing, has written, with what
 * looks like a secret masked: at the moment of the failure, since hooks are deleted, and once for
 * each failure.
 *
 * @param held - read before, maybe of the same failure
 * @throws ArgoCdError where it may be readable later
 */
export async function readFailureLog(
  client: Pick<ArgoCdClient, 'logs'>,
  application: Application,
  {
    held,
    now,
    signal,
    ...shown
  }: Shown & {
    held?: FailureLog;
    now: number;
    signal: AbortSignal;
  },
): Promise<FailureLog | undefined> {
  const failed = failedIn(application, shown);
  if (!failed) return undefined;
  const { resource, failure } = failed;
  if (held?.failure === failure) return held;
  const container = failedContainer(resource, shown.tree);
  const log = { failure, of: nameOf(resource), container, readAt: now };
  try {
    const lines = await client.logs(application, resource, {
      lines: LINES,
      container,
      signal,
    });
    const masked = (some: typeof lines) =>
      maskedLines(some.slice(-LINES).map(({ text }) => text));
    const written = lines.filter(({ pod }) => pod !== '');
    // Lines of no Pod say why there is no log: a container has to be named, say
    const [problem] = written.length > 0 ? [] : masked(lines);
    const pod = written.at(-1)?.pod;
    return { ...log, pod, lines: masked(written), problem };
  } catch (error) {
    if (!(error instanceof ArgoCdError) || error.kind !== 'forbidden')
      throw error;
    // Asking again would be refused again
    return { ...log, lines: [], isForbidden: true };
  }
}

/** `container "migrate" failed with exit code 1`, `back-off 5m0s restarting failed container=app` */
const FAILED_CONTAINER =
  /^container "([a-z0-9-]{1,63})" failed|\bfailed container=([a-z0-9-]{1,63})\b/;

/**
 * The container that failed, as the health of a Pod has it. Without its name, Argo CD answers no
 * log of a Pod of several.
 */
function failedContainer(
  { kind, name, namespace }: ResourceName,
  tree: ResourceTree | undefined,
): string | undefined {
  if (!tree) return undefined;
  const nodes = byUid(tree);
  const containers = tree.nodes.flatMap(node => {
    const found = FAILED_CONTAINER.exec(node.health?.message ?? '');
    if (!found || node.kind !== 'Pod' || node.namespace !== namespace)
      return [];
    const isOf = [node, ...ownersOf(node, nodes)].some(
      one => one.kind === kind && one.name === name,
    );
    return isOf ? [found[1] ?? found[2]] : [];
  });
  return containers.at(-1);
}

/** What an Application shows of its failure. */
interface Shown {
  tree?: ResourceTree;
  operation: Diagnosis['operation'];
  pods: Diagnosis['pods'];
}

/** What failed, and what tells this failure from another one. */
function failedIn(
  { operationPhase, operationFinishedAt }: Application,
  { tree, operation, pods }: Shown,
): { resource: ResourceName; failure: string } | undefined {
  // Also of a sync that waits for its next try: to Argo CD, it is still running
  const hook = operation?.resources.find(
    one =>
      operationPhase !== 'Succeeded' &&
      one.hook !== undefined &&
      (one.phase === 'Failed' || one.phase === 'Error') &&
      (one.kind === 'Job' || one.kind === 'Pod'),
  );
  if (hook)
    return {
      resource: hook,
      failure: `${nameOf(hook)} ${operationFinishedAt ?? operation?.retries}`,
    };
  const pod = pods?.find(
    ({ status = '', isNewest, isIdle }) =>
      isNewest !== false &&
      !isIdle &&
      CANNOT_RUN.test(status) &&
      !NEVER_STARTED.test(status),
  );
  const node = tree?.nodes.find(
    ({ kind, name }) => kind === 'Pod' && name === pod?.name,
  );
  if (!node) return undefined;
  const { group, kind, name, namespace } = node;
  return {
    resource: { group: group ?? '', kind, namespace: namespace ?? '', name },
    // It may write something else before it crashes again
    failure: `${nameOf(node)} ${pod?.restarts ?? 0}`,
  };
}
