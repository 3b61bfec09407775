import type { ApplicationDetail } from '../argocd/detailSchemas';
import type { FinishedSync } from '../inventory/Diagnosis';
import { readRevisions } from './applicationDetail';

type Status = NonNullable<ApplicationDetail['status']>;
type OperationState = NonNullable<Status['operationState']>;
type Initiator = { username?: string | null; automated?: boolean | null };

/**
 * The syncs that Argo CD still knows of, oldest first: its history has the last ten that succeeded,
 * and the operation is the last one, however it ended. A sync in both has the same start.
 */
export function finishedSyncsIn({
  status,
}: ApplicationDetail): readonly FinishedSync[] {
  const syncs = (status?.history ?? []).flatMap((one): FinishedSync[] => {
    const { deployedAt, deployStartedAt } = one;
    if (!deployedAt) return [];
    return [
      {
        startedAt: deployStartedAt ?? deployedAt,
        finishedAt: deployedAt,
        hasSucceeded: true,
        revisions: readRevisions(one),
        ...initiatorOf(one.initiatedBy),
      },
    ];
  });
  const last = status?.operationState && lastSync(status.operationState);
  if (!last) return syncs;
  return [...syncs.filter(one => one.startedAt !== last.startedAt), last];
}

/** Undefined where it has not ended, or deployed nothing: a dry run, a self-heal. */
function lastSync({
  phase,
  startedAt,
  finishedAt,
  operation,
  syncResult,
}: OperationState): FinishedSync | undefined {
  const hasSucceeded = phase === 'Succeeded';
  const hasEnded = hasSucceeded || phase === 'Failed' || phase === 'Error';
  if (!hasEnded || !startedAt || !finishedAt) return undefined;
  const { sync, initiatedBy } = operation ?? {};
  if (sync?.dryRun || isSelfHeal(operation)) return undefined;
  const done = readRevisions(syncResult);
  return {
    startedAt,
    finishedAt,
    hasSucceeded,
    revisions: done.length > 0 ? done : readRevisions(sync),
    ...initiatorOf(initiatedBy),
    ...(sync && sync.resources.length > 0 && { isSelective: true as const }),
  };
}

/**
 * Argo CD undoes changes of the cluster by syncing the changed resources only. It may do so every
 * few seconds, and its history does not have it.
 */
function isSelfHeal(operation: OperationState['operation']): boolean {
  const { sync, initiatedBy } = operation ?? {};
  return (
    Boolean(initiatedBy?.automated) &&
    ((sync?.autoHealAttemptsCount ?? 0) > 0 ||
      (sync?.resources.length ?? 0) > 0)
  );
}

function initiatorOf(
  by: Initiator | null | undefined,
): Pick<FinishedSync, 'startedBy' | 'isAutomated'> {
  if (by?.username) return { startedBy: by.username, isAutomated: false };
  return by?.automated ? { isAutomated: true } : {};
}
