import type { Cause, Difference } from 'backstage-plugin-gitops-common';
import { isWorkload } from '../diagnosis/workloads';
import {
  ComparedResource,
  Diagnosis,
  isSameResource,
  isSameRevisions,
  nameOf,
} from '../inventory/Diagnosis';
import { comparedRevisions, Facts } from './facts';
import { toLine } from './text';
import { Verdict, whatRuns } from './Verdict';

/** Argo CD heals the same commit once or twice in passing; more often, something undoes it. */
const FIGHTS_FROM = 3;

/** Git and the cluster differ: what differs, and what keeps Argo CD from changing that. */
export function differenceVerdict(facts: Facts): Verdict {
  const { diagnosis } = facts;
  const resources = diagnosis?.resources.filter(isOutOfStep) ?? [];
  const isWorkloadMissing = resources.some(
    one => isWorkload(one) && one.health === 'Missing',
  );
  const refused = diagnosis?.conditions.find(
    ({ type }) => type === 'SyncError',
  );
  return {
    state: 'outOfSync',
    cause: causeOf(facts, differenceOf(resources), resources),
    remarks: isWorkloadMissing ? whatRuns(facts) : [],
    since: refused?.since ?? null,
  };
}

function isOutOfStep({ sync, health, isHook }: ComparedResource): boolean {
  return !isHook && (sync === 'OutOfSync' || health === 'Missing');
}

function differenceOf(resources: readonly ComparedResource[]): Difference {
  const missing = resources.filter(
    ({ health, isLeftover }) => health === 'Missing' && !isLeftover,
  );
  const leftover = resources.filter(({ isLeftover }) => isLeftover);
  return {
    differing: resources
      .filter(one => !missing.includes(one) && !leftover.includes(one))
      .map(nameOf),
    missing: missing.map(nameOf),
    leftover: leftover.map(nameOf),
  };
}

/**
 * What stands highest is said first: a refusal that Argo CD has written down, then a window, then
 * what is switched off.
 */
function causeOf(
  facts: Facts,
  difference: Difference,
  resources: readonly ComparedResource[],
): Cause {
  const { application, diagnosis } = facts;
  const { automated, prunes, selfHeals } = application;
  const refused = diagnosis?.conditions.find(
    ({ type }) => type === 'SyncError',
  );
  if (refused)
    return {
      code: 'syncRefused',
      params: { ...difference, detail: toLine(refused.message) },
    };
  if (diagnosis?.syncWindow)
    return {
      code: 'syncWindow',
      params: { ...difference, until: diagnosis.syncWindow.until },
    };
  const isOnlyLeftover =
    resources.length > 0 && resources.every(({ isLeftover }) => isLeftover);
  if (isOnlyLeftover && areKept(resources, diagnosis))
    return { code: 'keptOnPurpose', params: difference };
  if (isOnlyLeftover && automated && !prunes)
    return { code: 'pruningOff', params: difference };
  if (!automated) return manualCause(difference, diagnosis);
  if (!isDrift(facts)) return { code: 'syncPending', params: difference };
  const attempts = diagnosis?.operation?.selfHealAttempts ?? 0;
  if (!selfHeals) return { code: 'selfHealOff', params: difference };
  return attempts >= FIGHTS_FROM
    ? { code: 'selfHealFights', params: { ...difference, attempts } }
    : { code: 'syncPending', params: difference };
}

function manualCause(
  difference: Difference,
  diagnosis: Diagnosis | undefined,
): Cause {
  const { applicationSet, isApplicationSetUnreadable } = diagnosis ?? {};
  return applicationSet && isApplicationSetUnreadable
    ? { code: 'syncUnclear', params: { ...difference, applicationSet } }
    : { code: 'syncManual', params: difference };
}

function areKept(
  resources: readonly ComparedResource[],
  diagnosis: Diagnosis | undefined,
): boolean {
  const kept = diagnosis?.keptOnPurpose ?? [];
  return resources.every(one => kept.some(other => isSameResource(one, other)));
}

/** The last deployment was of this very commit: Git has not changed since, the cluster has. */
function isDrift(facts: Facts): boolean {
  return (
    facts.diagnosis !== undefined &&
    isSameRevisions(facts.diagnosis.lastDeployed, comparedRevisions(facts))
  );
}
