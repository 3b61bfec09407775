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
  const resources = facts.diagnosis?.resources.filter(isOutOfStep) ?? [];
  const isWorkloadMissing = resources.some(
    one => isWorkload(one) && one.health === 'Missing',
  );
  const [cause, ...remarks] = causesOf(facts, resources);
  return {
    state: 'outOfSync',
    cause,
    remarks: [
      ...remarks,
      ...(isWorkloadMissing || facts.nothingRuns ? whatRuns(facts) : []),
    ],
    since: refusalOf(facts)?.since ?? null,
  };
}

/**
 * Argo CD also calls Missing what it does not compare: what the project forbids, or a hook that is
 * to be skipped.
 */
function isOutOfStep({ sync, isHook }: ComparedResource): boolean {
  return !isHook && sync === 'OutOfSync';
}

/** While a sync window is shut, Argo CD neither tries nor takes back what it refused before. */
function refusalOf({ diagnosis }: Facts) {
  if (diagnosis?.syncWindow) return undefined;
  return diagnosis?.conditions.find(({ type }) => type === 'SyncError');
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
 * A refusal that Argo CD has written down is said first. What it will never delete is said apart
 * from what it has yet to sync.
 */
function causesOf(
  facts: Facts,
  resources: readonly ComparedResource[],
): [Cause, ...Cause[]] {
  const refused = refusalOf(facts);
  if (refused)
    return [
      {
        code: 'syncRefused',
        params: {
          ...differenceOf(resources),
          detail: toLine(refused.message),
        },
      },
    ];
  const { kept, unpruned } = stayingIn(resources, facts);
  const synced = resources.filter(
    one => !kept.includes(one) && !unpruned.includes(one),
  );
  const [first, ...more] = [
    ...staying('pruningOff', unpruned),
    ...staying('keptOnPurpose', kept),
  ];
  return synced.length === 0 && first
    ? [first, ...more]
    : [
        causeOf(facts, differenceOf(synced)),
        ...(first ? [first, ...more] : []),
      ];
}

function staying(
  code: 'pruningOff' | 'keptOnPurpose',
  resources: readonly ComparedResource[],
): Cause[] {
  return resources.length > 0
    ? [{ code, params: differenceOf(resources) }]
    : [];
}

/** Leftover resources that stay: Git asked to keep them, or Argo CD syncs by itself and may not. */
function stayingIn(
  resources: readonly ComparedResource[],
  { application: { automated, prunes }, diagnosis }: Facts,
) {
  const leftover = resources.filter(({ isLeftover }) => isLeftover);
  const kept = leftover.filter(one =>
    diagnosis?.keptOnPurpose?.some(other => isSameResource(one, other)),
  );
  const unpruned =
    automated && !prunes ? leftover.filter(one => !kept.includes(one)) : [];
  return { kept, unpruned };
}

/** A window is said before what is switched off. */
function causeOf(facts: Facts, difference: Difference): Cause {
  const { application, diagnosis } = facts;
  if (diagnosis?.syncWindow)
    return {
      code: 'syncWindow',
      params: { ...difference, until: diagnosis.syncWindow.until },
    };
  if (!application.automated) return manualCause(difference, diagnosis);
  if (!isDrift(facts)) return { code: 'syncPending', params: difference };
  if (!application.selfHeals)
    return { code: 'selfHealOff', params: difference };
  const attempts = diagnosis?.operation?.selfHealAttempts ?? 0;
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

/**
 * The last sync was of this very commit: Git has not changed since, the cluster has. Argo CD's
 * history may be switched off, and has no sync of selected resources.
 */
function isDrift(facts: Facts): boolean {
  const { application, diagnosis } = facts;
  if (!diagnosis) return false;
  const { operation, lastDeployed } = diagnosis;
  const isSynced =
    application.operationPhase === 'Succeeded' && !operation?.isDryRun;
  return [lastDeployed, (isSynced && operation?.revisions) || []].some(synced =>
    isSameRevisions(synced, comparedRevisions(facts)),
  );
}
