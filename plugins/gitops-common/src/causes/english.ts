import type { Sentences } from '../reasons';
import type { CauseParams } from './Cause';
import { asSentence, because, ofVersion } from './format';
import {
  detailOf,
  hookFailed,
  differs,
  notReadyAfter,
  progress,
  podsOf,
  plural,
  time,
  list,
} from './englishPhrases';

export const english: Sentences<CauseParams> = {
  deleting: () => 'The Application is being deleted.',
  deletionUnconfirmed: ({ resources }) =>
    `The deletion is waiting for somebody to confirm that ${list(resources)} ${
      resources.length === 1 ? 'is' : 'are'
    } deleted.`,
  deletionHangs: ({ resources, detail }) =>
    resources.length > 0
      ? `The deletion is stuck at ${list(resources)}${because(detail)}.`
      : `The deletion is stuck${because(detail)}.`,
  deletionHookRunning: ({ hook, resources, stuckAt }) =>
    resources.length > 0
      ? `The deletion is waiting for the ${hook} hook ${list(
          resources,
        )}${because(stuckAt)}.`
      : `The deletion is waiting for a ${hook} hook.`,
  deletionHookFailed: ({ hook, resources }) =>
    `The ${hook} hook ${list(resources)} failed, so the deletion has stopped.`,

  syncRequested: () =>
    'A sync has been requested; Argo CD has not begun it yet.',
  syncing: () => 'Argo CD is syncing.',
  syncStopping: () => 'The sync is being stopped.',
  hookRunning: ({ resource, isMigration, stuckAt }) =>
    isMigration
      ? `The migration is ${
          stuckAt ? 'stuck' : 'running'
        } (${resource})${because(stuckAt)}.`
      : `Waiting for the hook ${resource}${because(stuckAt)}.`,
  waveWaiting: ({ resource, detail }) =>
    `Waiting for ${resource} to become healthy${because(detail)}.`,
  deletionAwaited: ({ resource }) => `Waiting for ${resource} to be deleted.`,
  pruneUnconfirmed: ({ resource }) =>
    `Waiting for somebody to confirm that ${resource} is deleted.`,
  syncHeld: ({ until }) =>
    `A sync window holds up the sync that is under way${
      until ? ` until ${time(until)}` : ''
    }.`,
  settling: () => 'Everything is applied; Argo CD is comparing again.',

  notCompared: () => 'Argo CD has not compared Git and the cluster yet.',
  reconcileSkipped: () =>
    'Argo CD is told to skip this Application (skip-reconcile), so what it reports may be out of date.',
  comparisonUnknown: () => "Argo CD can't compare Git and the cluster.",
  gitUnreadable: ({ detail }) => `Argo CD can't read Git${because(detail)}.`,
  manifestsBroken: params =>
    `Manifests can't be generated${because(detailOf(params))}.`,
  clusterUnreadable: ({ detail }) =>
    `The cluster can't be read${because(detail)}.`,
  comparisonFailed: ({ detail }) =>
    `Git and the cluster can't be compared${because(detail)}.`,
  specInvalid: ({ detail }) =>
    `The Application is not valid${because(detail)}.`,
  hydrationFailed: params =>
    `The commit can't be hydrated${because(detailOf(params))}.`,
  syncStatusUnknown: ({ status }) =>
    `Argo CD reports the sync status ${status}, which this portal does not know.`,
  healthUnknown: params =>
    'resource' in params
      ? `Argo CD reports the health of ${params.resource} as unknown${because(
          params.detail,
        )}.`
      : `Argo CD reports the health as unknown${
          params.status ? ` (${params.status})` : ''
        }.`,

  migrationFailed: failure => `The migration${hookFailed(failure)}`,
  hookFailed: failure => `The ${failure.hook} hook${hookFailed(failure)}`,
  secretKeyMissing: ({ key, remoteKey }) =>
    `Secret key ${key} is missing from the store (${remoteKey}).`,
  remoteKeyMissing: ({ remoteKey, externalSecret }) =>
    `${remoteKey} is missing from the store (ExternalSecret ${externalSecret}).`,
  secretUnreadable: ({ externalSecret }) =>
    `ExternalSecret ${externalSecret} can't be read from the store.`,
  applyFailed: ({ resource, detail }) =>
    `${resource} could not be applied${because(detail)}.`,
  unhealthyInSync: ({ resource, detail }) =>
    `The last sync failed because ${resource} did not become healthy${because(
      detail,
    )}.`,
  syncTerminated: () => 'Somebody stopped the last sync.',
  syncFailed: ({ detail }) => asSentence(detail ?? 'The last sync failed'),

  rollingSync: ({ step, after }) =>
    `Waiting for its turn in the rolling sync: step ${step}${
      after.length > 0 ? `, after ${list(after)}` : ''
    }.`,
  rollingSyncBehind: ({ applicationSet }) =>
    `Waiting until the rolling sync of ApplicationSet ${applicationSet} takes in the newest commit.`,
  rollingSyncSkipped: ({ applicationSet }) =>
    `No step of the rolling sync of ApplicationSet ${applicationSet} selects it, so it has to be synced by hand.`,

  imagePull: ({ count, total, version, detail }) =>
    `${podsOf(count, total, version)} can't pull the image${because(detail)}.`,
  crashLoop: ({ count, total, version, detail }) =>
    `${podsOf(count, total, version)} ${
      count === 1 ? 'keeps' : 'keep'
    } crashing${because(detail)}.`,
  podsUnhealthy: ({ count, total, version, detail, restarts }) =>
    `${podsOf(count, total, version)} ${
      count === 1 ? 'is' : 'are'
    } unhealthy${because(detail ?? notReadyAfter(restarts))}.`,
  podsNotReady: ({ count, total, version, detail }) =>
    `${count} of ${total} pods${ofVersion(version, 'of')} ${
      count === 1 ? 'is' : 'are'
    } ready${because(detail)}.`,
  podsRefused: ({ resource, detail }) =>
    `${resource} can't create pods${because(detail)}.`,
  volumePending: ({ resource, detail }) =>
    `Pods are waiting for ${resource}, which is pending${because(detail)}.`,
  resourceUnhealthy: ({ resource, detail }) =>
    `${resource} is unhealthy${because(detail)}.`,
  resourceNotReady: ({ resource, detail }) =>
    `${resource} is not ready${because(detail)}.`,
  paused: ({ resource }) =>
    `${resource} is paused. Changes wait until it is resumed.`,
  resourceSuspended: ({ resource, detail }) =>
    `${resource} is suspended${because(detail)}.`,
  canaryPaused: canary =>
    `The canary of ${canary.resource}${ofVersion(
      canary.version,
      'to',
    )} is paused${progress(canary)}${because(canary.detail)}.`,
  canaryRunning: canary =>
    `The canary of ${canary.resource}${ofVersion(
      canary.version,
      'to',
    )} is under way${progress(canary)}${because(canary.detail)}.`,
  previewWaiting: ({ resource, version }) =>
    `${resource} is waiting before it switches over: ${
      version ?? 'the new version'
    } is running as a preview and gets no requests.`,
  neverDeployed: () => 'Never deployed: Argo CD has not synced it yet.',
  neverDeployedManual: () =>
    'Never deployed: the Application is synced by hand.',
  neverDeployedUnclear: ({ applicationSet }) =>
    `Never deployed: it is synced by hand, or is waiting for its turn in ApplicationSet ${applicationSet}, which can't be read.`,

  syncPending: difference =>
    `${differs(difference)}: Argo CD has not synced it yet.`,
  syncManual: difference =>
    `${differs(difference)}: the Application is synced by hand.`,
  syncUnclear: ({ applicationSet, ...difference }) =>
    `${differs(
      difference,
    )}: it is synced by hand, or is waiting for its turn in ApplicationSet ${applicationSet}, which can't be read.`,
  syncRefused: ({ detail, ...difference }) =>
    `${differs(difference)}, and Argo CD does not sync it${because(detail)}.`,
  syncWindow: ({ until, ...difference }) =>
    `${differs(difference)}: a sync window keeps Argo CD from syncing it${
      until ? ` until ${time(until)}` : ''
    }.`,
  selfHealOff: difference =>
    `${differs(
      difference,
    )}. Git has not changed since the last sync, and self-heal is off, so it stays like this.`,
  selfHealFights: ({ attempts, ...difference }) =>
    `${differs(
      difference,
    )}: something in the cluster changes it again and again. Argo CD has re-applied it ${attempts} times.`,
  pruningOff: ({ leftover }) =>
    `${list(leftover)} ${
      leftover.length === 1 ? 'is' : 'are'
    } no longer in Git and ${
      leftover.length === 1 ? 'stays' : 'stay'
    } in the cluster: automatic pruning is off.`,
  keptOnPurpose: ({ leftover }) =>
    `${list(leftover)} ${
      leftover.length === 1 ? 'is' : 'are'
    } no longer in Git and kept on purpose (Prune=false).`,

  scaledToZero: ({ resources }) =>
    `${list(resources)} ${
      resources.length === 1 ? 'is' : 'are'
    } scaled to zero.`,
  scheduled: ({ schedules, version }) =>
    `${version ?? 'It'} runs by schedule (${schedules.join(', ')}).`,
  scheduleSuspended: ({ resources }) =>
    `${list(resources)} ${
      resources.length === 1 ? 'is' : 'are'
    } suspended, so no run starts.`,
  noNodes: ({ resources }) => `No node fits ${list(resources)}.`,
  noResources: () => 'Argo CD manages no resources for it.',
  replacedOnDelete: ({ resources, version }) =>
    `${version ?? 'The new version'} is applied to ${list(
      resources,
    )}. Its pods are replaced only when somebody deletes them (OnDelete).`,
  heldByPartition: ({ resource, partition, version }) =>
    `${
      version ?? 'The new version'
    } is applied to ${resource}. Pods below partition ${partition} keep the old one.`,
  finished: ({ resource, version }) =>
    `${resource}${ofVersion(version, 'of')} has finished.`,

  absent: () => 'No Application of this service was found here.',
  absentUnreadable: ({ instances }) =>
    `No Application is known here, but Argo CD ${list(
      instances,
    )} can't be read.`,

  retrying: ({ attempt, limit }) =>
    `Retry ${attempt}${limit ? ` of ${limit}` : ''}.`,
  runs: ({ version }) => `${version} runs.`,
  stillRuns: ({ version }) => `${version} still runs.`,
  stillServes: ({ version, count }) =>
    count
      ? `${count} ${plural(count, 'pod')} of ${version} still ${
          count === 1 ? 'serves' : 'serve'
        } requests.`
      : `${version} still serves requests.`,
  olderServe: ({ version, count }) =>
    `${count} older ${plural(count, 'pod')}${ofVersion(version, 'of')} still ${
      count === 1 ? 'serves' : 'serve'
    } requests.`,
  noneReady: ({ version }) => `No pod of ${version} is ready.`,
  noPods: () => 'No pods are running.',
  runningUnknown: () => 'It is not known what is running.',
  notTouched: ({ resources }) =>
    `${list(resources)} ${
      resources.length === 1 ? 'was' : 'were'
    } not touched.`,
  nothingDeployed: ({ resources }) =>
    resources.length > 0
      ? `Nothing was deployed: ${list(resources)} ${
          resources.length === 1 ? 'is' : 'are'
        } waiting for it.`
      : 'Nothing was deployed.',
  noChangeArrives: () => "Changes in Git don't reach the cluster.",
  applicationSetFailed: ({ applicationSet, detail, since }) =>
    `ApplicationSet ${applicationSet} has reported an error${
      since ? ` since ${time(since)}` : ''
    }, so changes to what it generates may not arrive${because(detail)}.`,
  sharedResource: ({ resource, application }) =>
    `${resource} belongs to the Application ${application} as well.`,
  resourcesExcluded: ({ resources }) =>
    `Argo CD is configured to leave out ${list(
      resources,
    )}, so it neither applies changes nor shows how ${
      resources.length === 1 ? 'it is' : 'they are'
    }.`,
  resourceRepeated: ({ resource, count }) =>
    `Git asks for ${resource} ${count} times; Argo CD applies one of them.`,
};
