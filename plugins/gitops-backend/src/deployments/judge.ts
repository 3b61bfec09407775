import type {
  DeploymentState,
  DeploymentStatus,
} from 'backstage-plugin-gitops-common';
import type { Application } from '../argocd/Application';
import type { Diagnosis } from './Diagnosis';
import { isWorkload, reasonOfFailure } from './failure';
import { toLine, toList } from './text';
import { versionOfSource, versionsOf } from './version';

/** What is known of one Application by itself: whether it is current is its instance's matter. */
export type Judgement = Omit<DeploymentStatus, 'staleSince'> & {
  images: readonly string[];
};

interface Versions {
  running: string | null;
  wanted: string | null;
  nothingRuns: boolean;
  images: readonly string[];
}

/** Whether the list tells all there is to tell: everything is well and one image at most could be the one that runs. */
export function isPlainlyWell(application: Application): boolean {
  return (
    application.sync === 'Synced' &&
    application.health === 'Healthy' &&
    !application.isBeingDeleted &&
    !application.isOperationRequested &&
    (application.operationPhase === undefined ||
      application.operationPhase === 'Succeeded') &&
    versionsOf(application.images, application).length <= 1
  );
}

/**
 * The state of an Application from its raw fields, with its reason. Sync, health, the last operation, its resources and conditions count together: Argo CD's two badges mislead in half
 * of the recorded cases. Without a diagnosis it says what the list shows and no more.
 */
export function judge(
  application: Application,
  diagnosis?: Diagnosis,
): Judgement {
  const versions = versionsIn(application, diagnosis);
  const verdict =
    ofDeletion(application) ??
    ofOperation(application, diagnosis, versions) ??
    ofComparison(application, diagnosis, versions) ??
    ofFailure(application, diagnosis, versions) ??
    ofRollingSync(application, diagnosis) ??
    ofHealth(application, diagnosis, versions);
  return { ...versions, ...verdict };
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
  { running }: Versions,
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
  const sentences = [
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
    running && `${running} still serves requests.`,
  ].filter(Boolean);
  return { state: 'deploying', reason: sentences.join(' ') || null, since };
}

/** Where manifests can't be made, health stays at its last value: recorded as Healthy for an Application that never ran. */
function ofComparison(
  application: Application,
  diagnosis: Diagnosis | undefined,
  { running }: Versions,
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
  const stillRuns = running
    ? ` ${running} still runs; no change in Git arrives.`
    : '';
  if (!error) {
    return {
      state: 'unknown',
      reason: `Argo CD can't compare Git and the cluster.${stillRuns}`,
      since: null,
    };
  }
  const what =
    error.type === 'InvalidSpecError'
      ? 'The Application is not valid'
      : "Manifests can't be generated";
  return {
    state: 'unknown',
    reason: `${what}: ${essenceOf(error.message)}.${stillRuns}`,
    since: error.since ?? null,
  };
}

function ofFailure(
  application: Application,
  diagnosis: Diagnosis | undefined,
  { running }: Versions,
): Verdict | undefined {
  const {
    operationPhase,
    operationFinishedAt,
    sync,
    health,
    revision = diagnosis?.revision,
  } = application;
  if (operationPhase !== 'Failed' && operationPhase !== 'Error')
    return undefined;
  const isOvertaken =
    sync === 'Synced' &&
    health === 'Healthy' &&
    diagnosis?.operation?.revision &&
    diagnosis.operation.revision !== revision;
  if (isOvertaken) return undefined;
  const reason = diagnosis
    ? reasonOfFailure(application, diagnosis, running)
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
  versions: Versions,
): Verdict {
  const { health, sync, operationPhase, automated } = application;
  const since = application.healthSince ?? null;
  switch (health) {
    case 'Degraded':
      return {
        state: 'degraded',
        reason: unhealthySentence('Degraded', diagnosis),
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
      if (operationPhase === undefined) {
        const how = automated
          ? 'Argo CD has not synced it yet'
          : 'the Application syncs by hand only';
        return {
          state: 'notDeployed',
          reason: `Never deployed: ${how}.`,
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

function unhealthySentence(
  wanted: string,
  diagnosis: Diagnosis | undefined,
): string | null {
  const pods = diagnosis?.pods ?? [];
  const bad = pods.filter(({ health }) => health === wanted);
  if (bad.length > 0)
    return `${bad.length} of ${pods.length} pods ${
      bad.length > 1 ? 'are' : 'is'
    } not well${because(bad[0].message)}.`;
  const resource = diagnosis?.resources.find(
    ({ health, isHook }) => health === wanted && !isHook,
  );
  return resource
    ? `${resource.kind} ${resource.name} is not well${because(
        resource.healthMessage,
      )}.`
    : null;
}

function suspendedSentence(diagnosis: Diagnosis | undefined): string | null {
  const resource = diagnosis?.resources.find(
    ({ health }) => health === 'Suspended',
  );
  if (!resource) return null;
  return `The ${resource.kind} ${resource.name} is paused. Changes wait until it is resumed.`;
}

function progressSentence(
  application: Application,
  diagnosis: Diagnosis | undefined,
  { running, wanted }: Versions,
): string | null {
  const pods = diagnosis?.pods;
  if (pods?.length && wanted) {
    const updated = pods.filter(({ images }) =>
      versionsOf(images, application).includes(wanted),
    ).length;
    const old =
      running && running !== wanted ? ` ${running} still serves requests.` : '';
    return `${updated} of ${pods.length} pods run ${wanted}.${old}`;
  }
  const resource = diagnosis?.resources.find(
    ({ health }) => health === 'Progressing',
  );
  return resource
    ? `${resource.kind} ${resource.name} is not ready yet${because(
        resource.healthMessage,
      )}.`
    : null;
}

function missingSentence(diagnosis: Diagnosis | undefined): string {
  const missing = (diagnosis?.resources ?? [])
    .filter(({ health }) => health === 'Missing')
    .map(({ kind, name }) => `${kind} ${name}`);
  return missing.length > 0
    ? `${toList(missing)} ${
        missing.length > 1 ? 'are' : 'is'
      } missing in the cluster.`
    : 'Resources are missing in the cluster.';
}

/** Where the last deployment was of this very commit, Git has not changed since: the cluster has. */
function driftSentence(
  { revision, automated }: Application,
  diagnosis: Diagnosis | undefined,
): string {
  const differing = (diagnosis?.resources ?? [])
    .filter(({ sync, isHook }) => sync === 'OutOfSync' && !isHook)
    .map(({ kind, name }) => `${kind} ${name}`);
  const isDrift =
    diagnosis?.lastDeployed !== undefined &&
    diagnosis.lastDeployed === (revision ?? diagnosis.revision);
  if (differing.length > 0 && isDrift)
    return `${toList(differing)} ${
      differing.length > 1 ? 'differ' : 'differs'
    } from Git, which has not changed since the last deployment.`;
  const how = automated
    ? 'Argo CD has not synced it yet'
    : 'the Application syncs by hand only';
  return differing.length > 0
    ? `Git has changes that are not deployed (${toList(differing)}): ${how}.`
    : `Git and the cluster differ: ${how}.`;
}

function versionsIn(
  application: Application,
  diagnosis: Diagnosis | undefined,
): Versions {
  const pods = diagnosis?.pods;
  const isNeverDeployed =
    application.health === 'Missing' &&
    application.operationPhase === undefined;
  // The list's images count the hooks' among them, so several versions of the one image prove nothing
  const listed = versionsOf(application.images, application);
  const images = pods
    ? [...new Set(pods.flatMap(pod => pod.images))]
    : listed.length <= 1
    ? application.images
    : [];
  const present = versionsOf(images, application);
  const inGit = versionsOf(imagesInGit(application, diagnosis), application);
  const hasWorkload =
    inGit.length > 0 ||
    diagnosis?.resources.some(({ kind }) => isWorkload(kind)) ||
    application.images.length > 0;
  const isSynced = application.sync === 'Synced';
  const ofSource =
    versionOfSource(application) ?? diagnosis?.revision?.slice(0, 7) ?? null;

  if (!hasWorkload && (diagnosis || isPlainlyWell(application))) {
    const isDeployed = isSynced && application.health !== 'Missing';
    return {
      images: [],
      running: isDeployed ? ofSource : null,
      wanted: application.sync === 'Unknown' ? null : ofSource,
      nothingRuns: application.health === 'Missing',
    };
  }
  const wanted =
    inGit.join(', ') || (isSynced && present.length === 1 ? present[0] : null);
  const old = present.filter(version => version !== wanted);
  return {
    images,
    running: (old.length > 0 ? old : present).join(', ') || null,
    wanted,
    nothingRuns:
      present.length === 0 &&
      (pods
        ? pods.length === 0 && application.health !== 'Suspended'
        : isNeverDeployed),
  };
}

/** From Git's manifests; where those couldn't be read, from what the last sync of the same commit applied or tried to. */
function imagesInGit(
  { sync, revision }: Application,
  diagnosis: Diagnosis | undefined,
): readonly string[] {
  if (!diagnosis || sync === 'Unknown') return [];
  if (diagnosis.wantedImages) return diagnosis.wantedImages;
  const { operation } = diagnosis;
  const isPresent =
    operation?.revision !== undefined &&
    operation.revision === (revision ?? diagnosis.revision);
  return isPresent ? operation.resources.flatMap(({ images }) => images) : [];
}

/** The last link of a chain of wrapped errors is what a person can act on. */
function essenceOf(message: string): string {
  const line = toLine(message).replace(/<path to cached source>\//g, '');
  const missing = /lstat (\S+): no such file or directory\W*$/.exec(line);
  if (missing) return `${missing[1]} does not exist`;
  const cause = line.split(/rpc error: code = \w+ desc = /).pop() ?? line;
  return cause.replace(/\.$/, '').slice(0, 500);
}

function because(message: string | undefined): string {
  return message ? `: ${toLine(message).replace(/\.$/, '')}` : '';
}

function latest(a: string | null, b: string | undefined): string | null {
  if (!a || !b) return a ?? b ?? null;
  return a > b ? a : b;
}
