import type {
  DeploymentState,
  DeploymentStatus,
} from 'backstage-plugin-gitops-common';
import type { Application } from '../argocd/Application';
import {
  comparedRevisions,
  Diagnosis,
  isSameRevisions,
} from '../inventory/Diagnosis';
import { failedResourceOf, reasonOfFailure } from './failure';
import {
  comparisonSentence,
  driftSentence,
  howItSyncs,
  missingSentence,
  progressSentence,
  servesSentence,
  suspendedSentence,
  unhealthySentence,
  whatRuns,
} from './sentences';
import { toLine } from './text';
import { FoundVersions, isNeverDeployed, versionsIn } from './versions';

/** How long Argo CD may take to compare again after an operation; also how far its clock may be off. */
export const SETTLING_MS = 5_000;

/** What is known of one Application by itself: whether it is current is its instance's matter. */
export type Judgement = Omit<DeploymentStatus, 'staleSince'> & {
  images: readonly string[];
};

/**
 * The state of an Application from its raw fields, with its reason. Sync, health, the last operation, its resources and conditions count together: Argo CD's two badges mislead in half
 * of the recorded cases. Without a diagnosis it says what the list shows and no more.
 */
export function judge(
  application: Application,
  diagnosis: Diagnosis | undefined,
  now: number,
): Judgement {
  const versions = versionsIn(application, diagnosis);
  const { main: _, isServing: __, ...shown } = versions;
  const verdict =
    ofDeletion(application) ??
    ofOperation(application, diagnosis, versions) ??
    ofSettling(application, now) ??
    ofComparison(application, diagnosis, versions) ??
    ofFailure(application, diagnosis, versions) ??
    ofRollingSync(application, diagnosis) ??
    ofHealth(application, diagnosis, versions);
  return { ...shown, ...verdict };
}

interface Verdict {
  state: DeploymentState;
  reason: string | null;
  since: string | null;
}

function ofDeletion({ isBeingDeleted }: Application): Verdict | undefined {
  if (!isBeingDeleted) return undefined;
  return {
    state: 'waiting',
    reason: 'The Application is being deleted.',
    since: null,
  };
}

function ofOperation(
  application: Application,
  diagnosis: Diagnosis | undefined,
  versions: FoundVersions,
): Verdict | undefined {
  const {
    operationPhase: phase,
    isOperationRequested,
    operationStartedAt,
  } = application;
  if (phase === 'Terminating') {
    return {
      state: 'deploying',
      reason: 'The sync is being stopped.',
      since: operationStartedAt ?? null,
    };
  }
  if (phase !== 'Running' && !isOperationRequested) return undefined;
  const since = phase === 'Running' ? operationStartedAt ?? null : null;
  const retries = diagnosis?.operation?.retries ?? 0;
  const now = diagnosis?.operation?.resources.find(
    one =>
      one.phase === 'Running' && (one.hook || one.kind === 'ExternalSecret'),
  );
  // Between tries, the last one's failure is all there is to see
  const failure =
    diagnosis &&
    retries > 0 &&
    !now &&
    failedResourceOf(diagnosis) &&
    toLine(reasonOfFailure(application, diagnosis, versions));
  const sentences = [
    failure,
    now &&
      `${
        now.hook && /migrat/i.test(now.name) ? 'The migration runs' : 'Waiting'
      } (${now.kind} ${now.name}).`,
    retries > 0 &&
      `Retry ${retries}${
        diagnosis?.operation?.retryLimit
          ? ` of ${diagnosis.operation.retryLimit}`
          : ''
      }.`,
    !failure && servesSentence(versions),
  ].filter(Boolean);
  return { state: 'deploying', reason: sentences.join(' ') || null, since };
}

/** Right after an operation Argo CD has not compared again: recorded as OutOfSync and Healthy for some tenths of a second. */
export function isSettling(
  { sync, operationPhase, operationFinishedAt }: Application,
  now: number,
): boolean {
  if (sync !== 'OutOfSync' || operationPhase !== 'Succeeded') return false;
  const age = now - Date.parse(operationFinishedAt ?? '');
  return age >= -SETTLING_MS && age < SETTLING_MS;
}

function ofSettling(
  application: Application,
  now: number,
): Verdict | undefined {
  if (!isSettling(application, now)) return undefined;
  const since = application.operationStartedAt ?? null;
  return {
    state: 'deploying',
    reason: 'All is applied; Argo CD compares once more.',
    since,
  };
}

/** Where manifests can't be made, health stays at its last value: recorded as Healthy for an Application that never ran. */
function ofComparison(
  application: Application,
  diagnosis: Diagnosis | undefined,
  versions: FoundVersions,
): Verdict | undefined {
  const error = diagnosis?.conditions.find(
    ({ type }) => type === 'ComparisonError' || type === 'InvalidSpecError',
  );
  if (
    application.sync !== 'Unknown' &&
    application.sync !== undefined &&
    !error
  )
    return undefined;
  const runs = whatRuns(versions, diagnosis);
  const stillRuns = runs ? ` ${runs}; no change in Git arrives.` : '';
  if (!error) {
    return {
      state: 'unknown',
      reason:
        application.sync === undefined
          ? 'Argo CD has not compared Git and the cluster yet.'
          : `Argo CD can't compare Git and the cluster.${stillRuns}`,
      since: null,
    };
  }
  return {
    state: 'unknown',
    reason: `${comparisonSentence(error)}.${stillRuns}`,
    since: error.since ?? null,
  };
}

function ofFailure(
  application: Application,
  diagnosis: Diagnosis | undefined,
  versions: FoundVersions,
): Verdict | undefined {
  const { operationPhase, operationFinishedAt, sync, health } = application;
  if (operationPhase !== 'Failed' && operationPhase !== 'Error')
    return undefined;
  const isOvertaken =
    sync === 'Synced' &&
    health === 'Healthy' &&
    diagnosis?.operation &&
    diagnosis.operation.revisions.length > 0 &&
    !isSameRevisions(
      diagnosis.operation.revisions,
      comparedRevisions(application, diagnosis),
    );
  if (isOvertaken) return undefined;
  const reason = diagnosis
    ? reasonOfFailure(application, diagnosis, versions)
    : 'The last sync failed.';
  return {
    state: 'failed',
    reason: toLine(reason),
    since: operationFinishedAt ?? null,
  };
}

function ofRollingSync(
  { sync }: Application,
  diagnosis: Diagnosis | undefined,
): Verdict | undefined {
  const step = diagnosis?.rollingStep;
  if (
    sync !== 'OutOfSync' ||
    !step ||
    (step.status !== 'Waiting' && step.status !== 'Pending')
  )
    return undefined;
  const after = step.after ? `, after ${step.after}` : '';
  return {
    state: 'waiting',
    reason: `Waits for its turn in the rolling sync: step ${step.step}${after}.`,
    since: null,
  };
}

function ofHealth(
  application: Application,
  diagnosis: Diagnosis | undefined,
  versions: FoundVersions,
): Verdict {
  const { health, sync } = application;
  const since = application.healthSince ?? null;
  switch (health) {
    case 'Degraded':
      return {
        state: 'degraded',
        reason: unhealthySentence(diagnosis, versions),
        since,
      };
    case 'Suspended':
      return {
        state: 'suspended',
        reason: suspendedSentence(diagnosis),
        since,
      };
    case 'Progressing':
      return {
        state: 'deploying',
        reason: progressSentence(application, diagnosis, versions),
        since,
      };
    case 'Missing':
      if (isNeverDeployed(application) && !diagnosis?.pods?.length) {
        const how = howItSyncs(application, diagnosis);
        return {
          state: 'notDeployed',
          reason: how ? `Never deployed: ${how}.` : 'Never deployed.',
          since: null,
        };
      }
      return { state: 'outOfSync', reason: missingSentence(diagnosis), since };
    case 'Healthy':
      if (sync === 'OutOfSync')
        return {
          state: 'outOfSync',
          reason: driftSentence(application, diagnosis),
          since: null,
        };
      if (sync === 'Synced')
        return {
          state: 'healthy',
          reason: null,
          since: latest(since, application.operationFinishedAt),
        };
      return {
        state: 'unknown',
        reason: `Argo CD reports the sync status ${toLine(
          String(sync),
        )}, which is not known here.`,
        since: null,
      };
    default:
      return {
        state: 'unknown',
        reason: `Argo CD does not know its health${
          health && health !== 'Unknown' ? ` (${toLine(health)})` : ''
        }.`,
        since,
      };
  }
}

function latest(a: string | null, b: string | undefined): string | null {
  if (!a || !b) return a ?? b ?? null;
  return a > b ? a : b;
}
