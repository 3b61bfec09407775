import {
  type DeploymentStatus,
  reasonOf,
} from 'backstage-plugin-gitops-common';
import type { Application } from '../argocd/Application';
import type { Entry } from '../inventory/Entry';
import { remarksOf } from './remarks';
import { comparisonVerdict } from './comparison';
import { deletionVerdict } from './deletion';
import { Facts, factsOf } from './facts';
import { failureVerdict } from './failure';
import { healthVerdict } from './health';
import { operationVerdict } from './operation';
import { rollingSyncVerdict } from './rollingSync';
import type { Verdict } from './Verdict';

/**
 * How long Argo CD may take to compare again after an operation; also how far its clock may be off.
 */
export const SETTLING_MS = 5_000;

/**
 * What is known of one Application by itself. Whether that is current is told by its instance and
 * its entry.
 */
export type Judgement = Omit<DeploymentStatus, 'staleSince'> & {
  images: readonly string[];
};

/**
 * The state of an Application with its cause. Sync, health, the last operation, its resources and
 * conditions count together: Argo CD's two badges mislead in half of the recorded cases. Without a
 * diagnosis it says what the list shows and no more.
 */
export function judge(entry: Entry, now: number): Judgement {
  const facts = factsOf(entry);
  const { state, cause, since, ...verdict } = verdictOn(facts, now);
  const remarks = [...(verdict.remarks ?? []), ...remarksOf(facts)];
  const { versions, running, wanted, nothingRuns, images } = facts;
  return {
    state,
    cause,
    remarks,
    reason: reasonOf({ cause, remarks }),
    since: since === undefined ? null : since ?? firstSeen(entry),
    versions: [...versions],
    running,
    wanted,
    nothingRuns,
    images,
  };
}

/** Where Argo CD gives no time: when it was first seen to be like this. */
function firstSeen({ changedAt }: Entry): string | null {
  return changedAt === undefined ? null : new Date(changedAt).toISOString();
}

/** The first that has something to say decides. */
function verdictOn(facts: Facts, now: number): Verdict {
  return (
    deletionVerdict(facts, now) ??
    operationVerdict(facts) ??
    settlingVerdict(facts, now) ??
    comparisonVerdict(facts) ??
    failureVerdict(facts) ??
    rollingSyncVerdict(facts) ??
    healthVerdict(facts, now)
  );
}

/**
 * Right after an operation Argo CD has not compared again: recorded as OutOfSync and Healthy for
 * some tenths of a second.
 */
export function isSettling(
  { sync, operationPhase, operationFinishedAt }: Application,
  now: number,
): boolean {
  if (sync !== 'OutOfSync' || operationPhase !== 'Succeeded') return false;
  const age = now - Date.parse(operationFinishedAt ?? '');
  return age >= -SETTLING_MS && age < SETTLING_MS;
}

function settlingVerdict(
  { application }: Facts,
  now: number,
): Verdict | undefined {
  if (!isSettling(application, now)) return undefined;
  return {
    state: 'deploying',
    cause: { code: 'settling', params: {} },
    since: application.operationStartedAt ?? null,
  };
}
