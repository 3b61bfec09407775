import type { Application } from '../argocd/Application';
import type { FinishedSync } from '../inventory/Diagnosis';
import type { Present } from './outcomeOf';

/** A deployment whose sync has succeeded and which is not healthy yet. */
export interface Rolling {
  readonly present: Present;
  /** Since when it was seen degraded, by our clock */
  readonly degradedSince?: number;
  readonly hasFailed: boolean;
}

/** What this process has seen of an Application. */
export interface Followed {
  /** The last operation when the Application was first seen */
  readonly first: Pick<Application, 'operationStartedAt' | 'operationPhase'>;
  /** Its state was first judged for that sync, and was degraded: since when is not known */
  wasDegraded?: boolean;
  /** Start of the last sync that is recorded */
  recordedUntil?: string;
  rolling?: Rolling;
}

/** Its sync, where no operation has begun since Argo CD's history was read. */
export function sameSync(
  rolling: Rolling | undefined,
  { operationStartedAt }: Application,
): FinishedSync | undefined {
  if (!rolling) return undefined;
  const { entry, sync } = rolling.present;
  return entry.application.operationStartedAt === operationStartedAt
    ? sync
    : undefined;
}

/** @param first - the last operation when the Application was first seen */
export function hasEndedSeen(
  { startedAt }: FinishedSync,
  { operationPhase, operationStartedAt }: Followed['first'],
): boolean {
  return (
    isAfter(startedAt, operationStartedAt) ||
    (startedAt === operationStartedAt && operationPhase === 'Running')
  );
}

export function isAfter(time: string, other: string | undefined): boolean {
  return other === undefined || Date.parse(time) > Date.parse(other);
}
