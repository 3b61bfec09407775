import type { Sentences } from '../reasons';
import type { CauseParams } from './Cause';
import { because, ofVersion } from './format';
import {
  detailOf,
  hookFailed,
  differs,
  notReadyAfter,
  progress,
  podsOf,
  pods,
  time,
  list,
} from './germanPhrases';

export const german: Sentences<CauseParams> = {
  deleting: () => 'Die Application wird gelöscht.',
  deletionUnconfirmed: ({ resources }) =>
    `Das Löschen wartet, bis jemand bestätigt, dass ${list(
      resources,
    )} gelöscht ${resources.length === 1 ? 'wird' : 'werden'}.`,
  deletionHangs: ({ resources, detail }) =>
    resources.length > 0
      ? `Das Löschen hängt bei ${list(resources)}${because(detail)}.`
      : `Das Löschen hängt${because(detail)}.`,
  deletionHookRunning: ({ hook, resources, stuckAt }) =>
    resources.length > 0
      ? `Das Löschen wartet auf den ${hook}-Hook ${list(resources)}${because(
          stuckAt,
        )}.`
      : `Das Löschen wartet auf einen ${hook}-Hook.`,
  deletionHookFailed: ({ hook, resources }) =>
    `Der ${hook}-Hook ${list(
      resources,
    )} ist fehlgeschlagen; das Löschen geht nicht weiter.`,

  syncRequested: () =>
    'Eine Synchronisierung ist angefordert; Argo CD hat noch nicht damit begonnen.',
  syncing: () => 'Argo CD synchronisiert.',
  syncStopping: () => 'Die Synchronisierung wird abgebrochen.',
  hookRunning: ({ resource, isMigration, stuckAt }) =>
    isMigration
      ? `Die Migration ${
          stuckAt ? 'steckt fest' : 'läuft'
        } (${resource})${because(stuckAt)}.`
      : `Wartet auf den Hook ${resource}${because(stuckAt)}.`,
  waveWaiting: ({ resource, detail }) =>
    `Wartet, bis ${resource} gesund ist${because(detail)}.`,
  deletionAwaited: ({ resource }) => `Wartet, bis ${resource} gelöscht ist.`,
  pruneUnconfirmed: ({ resource }) =>
    `Wartet, bis jemand bestätigt, dass ${resource} gelöscht wird.`,
  syncHeld: ({ until }) =>
    `Ein Sync Window hält die laufende Synchronisierung auf${
      until ? ` bis ${time(until)}` : ''
    }.`,
  settling: () => 'Alles ist angewendet; Argo CD vergleicht erneut.',

  notCompared: () => 'Argo CD hat Git und Cluster noch nicht verglichen.',
  reconcileSkipped: () =>
    'Argo CD ist angewiesen, diese Application zu überspringen (skip-reconcile). Was Argo CD meldet, kann veraltet sein.',
  comparisonUnknown: () => 'Argo CD kann Git und Cluster nicht vergleichen.',
  gitUnreadable: ({ detail }) =>
    `Argo CD kann Git nicht lesen${because(detail)}.`,
  manifestsBroken: params =>
    `Manifeste lassen sich nicht erzeugen${because(detailOf(params))}.`,
  clusterUnreadable: ({ detail }) =>
    `Der Cluster lässt sich nicht lesen${because(detail)}.`,
  comparisonFailed: ({ detail }) =>
    `Git und Cluster lassen sich nicht vergleichen${because(detail)}.`,
  specInvalid: ({ detail }) =>
    `Die Application ist ungültig${because(detail)}.`,
  hydrationFailed: params =>
    `Der Commit lässt sich nicht hydrieren${because(detailOf(params))}.`,
  syncStatusUnknown: ({ status }) =>
    `Argo CD meldet den Sync-Status ${status}, den dieses Portal nicht kennt.`,
  healthUnknown: params =>
    'resource' in params
      ? `Argo CD kennt den Zustand von ${params.resource} nicht${because(
          params.detail,
        )}.`
      : `Argo CD kennt den Zustand nicht${
          params.status ? ` (${params.status})` : ''
        }.`,

  migrationFailed: failure => `Die Migration${hookFailed(failure)}`,
  hookFailed: failure => `Der ${failure.hook}-Hook${hookFailed(failure)}`,
  secretKeyMissing: ({ key, remoteKey }) =>
    `Der Schlüssel ${key} fehlt im Secret-Store (${remoteKey}).`,
  remoteKeyMissing: ({ remoteKey, externalSecret }) =>
    `${remoteKey} fehlt im Secret-Store (ExternalSecret ${externalSecret}).`,
  secretUnreadable: ({ externalSecret }) =>
    `ExternalSecret ${externalSecret} lässt sich nicht aus dem Secret-Store lesen.`,
  applyFailed: ({ resource, detail }) =>
    `${resource} ließ sich nicht anwenden${because(detail)}.`,
  unhealthyInSync: ({ resource, detail }) =>
    `Die letzte Synchronisierung ist fehlgeschlagen, weil ${resource} nicht gesund wurde${because(
      detail,
    )}.`,
  syncTerminated: () => 'Die letzte Synchronisierung wurde abgebrochen.',
  syncFailed: ({ detail }) =>
    `Die letzte Synchronisierung ist fehlgeschlagen${because(detail)}.`,

  rollingSync: ({ step, after }) =>
    `Wartet im Rolling Sync auf Schritt ${step}${
      after.length > 0 ? `, nach ${list(after)}` : ''
    }.`,
  rollingSyncBehind: ({ applicationSet }) =>
    `Wartet, bis der Rolling Sync von ApplicationSet ${applicationSet} den neuesten Commit aufnimmt.`,
  rollingSyncSkipped: ({ applicationSet }) =>
    `Kein Schritt des Rolling Sync von ApplicationSet ${applicationSet} wählt sie aus; sie muss von Hand synchronisiert werden.`,

  imagePull: ({ count, total, version, detail }) =>
    `${podsOf(count, total, version)} ${
      count === 1 ? 'kann' : 'können'
    } das Image nicht laden${because(detail)}.`,
  crashLoop: ({ count, total, version, detail }) =>
    `${podsOf(count, total, version)} ${
      count === 1 ? 'stürzt' : 'stürzen'
    } immer wieder ab${because(detail)}.`,
  podsUnhealthy: ({ count, total, version, detail, restarts }) =>
    `${podsOf(count, total, version)} ${
      count === 1 ? 'ist' : 'sind'
    } nicht gesund${because(detail ?? notReadyAfter(restarts))}.`,
  podsNotReady: ({ count, total, version, detail }) =>
    `${count} von ${total} Pods${ofVersion(version, 'von')} ${
      count === 1 ? 'ist' : 'sind'
    } bereit${because(detail)}.`,
  podsRefused: ({ resource, detail }) =>
    `${resource} kann keine Pods anlegen${because(detail)}.`,
  volumePending: ({ resource, detail }) =>
    `Pods warten auf ${resource}, das noch aussteht${because(detail)}.`,
  resourceUnhealthy: ({ resource, detail }) =>
    `${resource} ist nicht gesund${because(detail)}.`,
  resourceNotReady: ({ resource, detail }) =>
    `${resource} ist nicht bereit${because(detail)}.`,
  paused: ({ resource }) =>
    `${resource} ist pausiert. Änderungen warten, bis es fortgesetzt wird.`,
  resourceSuspended: ({ resource, detail }) =>
    `${resource} ist ausgesetzt${because(detail)}.`,
  canaryPaused: canary =>
    `Der Canary von ${canary.resource}${ofVersion(
      canary.version,
      'auf',
    )} ist pausiert${progress(canary)}${because(canary.detail)}.`,
  canaryRunning: canary =>
    `Der Canary von ${canary.resource}${ofVersion(
      canary.version,
      'auf',
    )} läuft${progress(canary)}${because(canary.detail)}.`,
  previewWaiting: ({ resource, version }) =>
    `${resource} wartet vor dem Umschalten: ${
      version ?? 'die neue Version'
    } läuft als Vorschau und bekommt keine Anfragen.`,
  neverDeployed: () =>
    'Nie deployt: Argo CD hat die Application noch nicht synchronisiert.',
  neverDeployedManual: () =>
    'Nie deployt: die Application wird von Hand synchronisiert.',
  neverDeployedUnclear: ({ applicationSet }) =>
    `Nie deployt: die Application wird von Hand synchronisiert oder wartet in ApplicationSet ${applicationSet}, das sich nicht lesen lässt.`,

  syncPending: difference =>
    `${differs(difference)}: Argo CD hat noch nicht synchronisiert.`,
  syncManual: difference =>
    `${differs(difference)}: die Application wird von Hand synchronisiert.`,
  syncUnclear: ({ applicationSet, ...difference }) =>
    `${differs(
      difference,
    )}: die Application wird von Hand synchronisiert oder wartet in ApplicationSet ${applicationSet}, das sich nicht lesen lässt.`,
  syncRefused: ({ detail, ...difference }) =>
    `${differs(difference)}, und Argo CD synchronisiert nicht${because(
      detail,
    )}.`,
  syncWindow: ({ until, ...difference }) =>
    `${differs(difference)}: ein Sync Window verhindert die Synchronisierung${
      until ? ` bis ${time(until)}` : ''
    }.`,
  selfHealOff: difference =>
    `${differs(
      difference,
    )}. Git hat sich seit der letzten Synchronisierung nicht geändert, und Self-Heal ist aus; es bleibt also so.`,
  selfHealFights: ({ attempts, ...difference }) =>
    `${differs(
      difference,
    )}: etwas im Cluster ändert es immer wieder. Argo CD hat es ${attempts}-mal neu angewendet.`,
  pruningOff: ({ leftover }) =>
    `${list(leftover)} ${
      leftover.length === 1 ? 'ist' : 'sind'
    } nicht mehr in Git und ${
      leftover.length === 1 ? 'bleibt' : 'bleiben'
    } im Cluster: automatisches Pruning ist aus.`,
  keptOnPurpose: ({ leftover }) =>
    `${list(leftover)} ${
      leftover.length === 1 ? 'ist' : 'sind'
    } nicht mehr in Git und ${
      leftover.length === 1 ? 'wird' : 'werden'
    } absichtlich behalten (Prune=false).`,

  scaledToZero: ({ resources }) =>
    `${list(resources)} ${
      resources.length === 1 ? 'ist' : 'sind'
    } auf 0 Replicas skaliert.`,
  scheduled: ({ schedules, version }) =>
    `${version ? `${version} läuft` : 'Läuft'} nach Zeitplan (${schedules.join(
      ', ',
    )}).`,
  scheduleSuspended: ({ resources }) =>
    `${list(resources)} ${
      resources.length === 1 ? 'ist' : 'sind'
    } ausgesetzt, daher startet kein Lauf.`,
  noNodes: ({ resources }) => `Kein Node passt zu ${list(resources)}.`,
  noResources: () => 'Argo CD verwaltet dafür keine Ressourcen.',
  replacedOnDelete: ({ resources, version }) =>
    `${version ?? 'Die neue Version'} ist auf ${list(
      resources,
    )} angewendet. Die Pods werden erst ersetzt, wenn jemand sie löscht (OnDelete).`,
  heldByPartition: ({ resource, partition, version }) =>
    `${
      version ?? 'Die neue Version'
    } ist auf ${resource} angewendet. Pods unterhalb von Partition ${partition} behalten die alte.`,
  finished: ({ resource, version }) =>
    `${resource}${ofVersion(version, 'von')} ist abgeschlossen.`,

  absent: () => 'Hier wurde keine Application dieses Service gefunden.',
  absentUnreadable: ({ instances }) =>
    `Hier ist keine Application bekannt, aber Argo CD ${list(
      instances,
    )} lässt sich nicht lesen.`,

  retrying: ({ attempt, limit }) =>
    `Wiederholung ${attempt}${limit ? ` von ${limit}` : ''}.`,
  runs: ({ version }) => `${version} läuft.`,
  stillRuns: ({ version }) => `${version} läuft weiter.`,
  stillServes: ({ version, count }) =>
    count
      ? `${count} ${pods(count)} von ${version} ${
          count === 1 ? 'beantwortet' : 'beantworten'
        } weiter Anfragen.`
      : `${version} beantwortet weiter Anfragen.`,
  olderServe: ({ version, count }) =>
    `${count} ${count === 1 ? 'älterer Pod' : 'ältere Pods'}${ofVersion(
      version,
      'von',
    )} ${count === 1 ? 'beantwortet' : 'beantworten'} weiter Anfragen.`,
  noneReady: ({ version }) => `Kein Pod von ${version} ist bereit.`,
  noPods: () => 'Es laufen keine Pods.',
  runningUnknown: () => 'Es ist nicht bekannt, was läuft.',
  notTouched: ({ resources }) =>
    `${list(resources)} ${
      resources.length === 1 ? 'blieb' : 'blieben'
    } unberührt.`,
  nothingDeployed: ({ resources }) =>
    resources.length > 0
      ? `Nichts wurde deployt: ${list(resources)} ${
          resources.length === 1 ? 'wartet' : 'warten'
        } darauf.`
      : 'Nichts wurde deployt.',
  noChangeArrives: () => 'Änderungen in Git kommen nicht im Cluster an.',
  applicationSetFailed: ({ applicationSet, detail, since }) =>
    `ApplicationSet ${applicationSet} meldet${
      since ? ` seit ${time(since)}` : ''
    } einen Fehler; Änderungen an dem, was es erzeugt, kommen vielleicht nicht an${because(
      detail,
    )}.`,
  sharedResource: ({ resource, application }) =>
    `${resource} gehört auch zur Application ${application}.`,
  resourcesExcluded: ({ resources }) =>
    `Argo CD ist so konfiguriert, dass es ${list(
      resources,
    )} auslässt: Änderungen werden nicht angewendet, und der Zustand bleibt unbekannt.`,
  resourceRepeated: ({ resource, count }) =>
    `Git enthält ${resource} ${count}-mal; Argo CD wendet eine davon an.`,
};
