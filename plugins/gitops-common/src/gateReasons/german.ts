import { because } from '../causes/format';
import { reasonOf } from '../causes/reasonOf';
import type { Sentences } from '../reasons';
import type { GateReasonParams } from './GateReason';
import {
  duration,
  moment,
  list,
  states,
  whyUnhealthy,
  pull,
  nameOf,
  until,
  keyNames,
  place,
  healthyFor,
  lasted,
  ended,
  otherFreezes,
  otherWindows,
  unreadableKeys,
} from './germanPhrases';

export const german: Sentences<GateReasonParams> = {
  alreadyRuns: ({ version, environment }) =>
    `${version} läuft bereits in ${environment}.`,
  alreadyInGit: ({ version, environment, state, ...deployment }) =>
    `In Git steht ${version} für ${environment} bereits. ${
      reasonOf(deployment, 'de') ?? `Zustand der Umgebung: ${states[state]}.`
    }`,
  newThere: ({ version, environment }) =>
    `${version} ist neu in ${environment}.`,
  runsThere: ({ running, environment }) =>
    `In ${environment} läuft ${running}.`,

  onItsWay: ({ version, ...named }) =>
    `${version} ist bereits auf dem Weg: ${pull(named, 'Pull Request folgt')}.`,
  pushedAgain: ({ version, ...named }) =>
    `${version} ist bereits auf dem Weg, aber das Image wurde inzwischen neu gepusht: ${pull(
      named,
      'Der Pull Request',
    )} enthält einen anderen Digest.`,
  replacesPullRequest: ({ version, ...named }) =>
    `${version} ist auf dem Weg: ${pull(
      named,
      'Der Pull Request',
    )} wird geschlossen.`,
  promotionDeploying: ({ version, environment, ...named }) =>
    `${version} wird gerade nach ${environment} deployt (${pull(
      named,
      'Pull Request folgt',
    )}). Warte, bis das abgeschlossen ist; sonst verfolgt das Portal es nicht weiter.`,
  rollbackWhileDeploying: ({ version, environment, ...named }) =>
    `${version} wird noch nach ${environment} deployt (${pull(
      named,
      'Pull Request folgt',
    )}). Das Portal verfolgt das dann nicht weiter.`,
  environmentDeploying: ({ environment, wanted }) =>
    `In ${environment} läuft gerade ein Deployment${
      wanted ? ` (${wanted})` : ''
    }.`,

  frozen: ({ environment, title, timeZone, until: end, others }) =>
    `Für ${environment} gilt${
      end ? `${until(end, timeZone)} ein Freeze` : ' ein Freeze ohne Enddatum'
    } (${title}, ${timeZone}).${otherFreezes(others)}`,
  frozenSoon: ({ environment, title, timeZone, from, others }) =>
    `Für ${environment} gilt ab ${moment(
      from,
      timeZone,
    )} ein Freeze (${title}, ${timeZone}).${otherFreezes(others)}`,
  frozenByPerson: ({ environment, service, until: end, ...freeze }) => {
    const term = end
      ? `${until(end, freeze.timeZone)} (${freeze.timeZone})`
      : ' ohne Enddatum';
    return `${
      service
        ? `${service} ist in ${environment}${term} angehalten`
        : `Für ${environment} gilt${term} ein Freeze`
    }${because(freeze.reason)} (${freeze.by}).${otherFreezes(freeze.others)}`;
  },
  frozenByPersonSoon: ({ environment, service, from, ...freeze }) => {
    const start = ` ab ${moment(from, freeze.timeZone)} (${freeze.timeZone})`;
    return `${
      service
        ? `${service} wird in ${environment}${start} angehalten`
        : `Für ${environment} gilt${start} ein Freeze`
    }${because(freeze.reason)} (${freeze.by}).${otherFreezes(freeze.others)}`;
  },
  notFrozen: ({ environment }) => `Für ${environment} gilt kein Freeze.`,

  syncWindowsUnreadable: ({ detail }) =>
    `Die Sync Windows von Argo CD lassen sich nicht lesen (${detail}). Nach dem Merge muss die Änderung möglicherweise auf eines warten.`,
  syncDenied: ({ environment, window, until: end, others }) =>
    `Argo CD synchronisiert ${environment}${until(
      end,
      window.timeZone,
    )} nicht (${nameOf(window)}).${otherWindows(others)}`,
  syncDeniedSoon: ({ environment, window, from, others }) =>
    `Argo CD synchronisiert ${environment} ab ${moment(
      from,
      window.timeZone ?? 'UTC',
    )} nicht mehr (${nameOf(window)}).${otherWindows(others)}`,
  syncNotAllowed: ({ environment, next, others }) =>
    `Argo CD synchronisiert ${environment} nur in bestimmten Sync Windows automatisch${
      next
        ? `, das nächste beginnt ${moment(next.from, next.timeZone)} (${
            next.timeZone
          })`
        : ''
    }.${otherWindows(others)}`,
  syncAllowedUntil: ({ environment, until: end, timeZone }) =>
    `Argo CD synchronisiert ${environment} nur noch bis ${moment(
      end,
      timeZone,
    )} automatisch (${timeZone}). Was später gemergt wird, muss warten.`,
  syncAllowed: ({ environment }) =>
    `Die Sync Windows von Argo CD lassen eine Synchronisierung von ${environment} gerade zu.`,

  reachesOthers: ({
    place: written,
    repository,
    environment,
    others,
    applications,
  }) =>
    `Aus ${written} von ${repository} ${
      others.length === 1 ? 'bezieht' : 'beziehen'
    } auch ${list(others)} die Version (${list(
      applications,
    )}). Eine Promotion nach ${environment} würde auch dort etwas ändern, ohne die Gates dort zu fragen. Die Version von ${environment} zuerst in eine eigene Datei schreiben.`,
  reachUnknown: ({ environment, detail }) =>
    `Es ist nicht bekannt, ob sich außer ${environment} noch andere Umgebungen ändern würden (${detail}).`,
  placeReadElsewhere: ({ place: written, repository, environment, count }) =>
    `${written} von ${repository} ${
      count === 1
        ? 'liest auch eine Application eines anderen Service. Wenn sie ihre Version daraus bezieht, würde'
        : `lesen auch ${count} Applications anderer Services. Wenn sie ihre Version daraus beziehen, würde`
    } eine Promotion nach ${environment} auch dort etwas ändern, ohne die Gates dort zu fragen. Die Version von ${environment} zuerst in eine eigene Datei schreiben.`,
  placeShared: ({ place: written, repository, environment }) =>
    `${written} von ${repository} liegt außerhalb des Ordners von ${environment}. Keine andere Umgebung dieses Service bezieht ihre Version daraus, vielleicht aber ein anderer Service.`,

  syncedByHand: ({ applications, environment }) =>
    `Ein Merge führt hier nicht zu einem Deployment: ${list(
      applications,
    )} in ${environment} ${
      applications.length === 1 ? 'wird' : 'werden'
    } von Hand synchronisiert.`,
  automatedSyncOff: ({ applications, environment }) =>
    `Die automatische Synchronisierung von ${list(
      applications,
    )} in ${environment} ist aus. Nach einem Merge wird nur deployt, wenn ein ApplicationSet die Synchronisierung im Rolling Sync anstößt.`,

  migrationsUnreadable: ({ version, detail }) =>
    `Es ist nicht bekannt, ob mit ${version} eine Migration läuft (${detail}).`,
  migrationsRun: ({ resources, version, running }) =>
    `${list(resources)} ${
      resources.length === 1 ? 'läuft' : 'laufen'
    } mit ${version} vor dem Workload. Schlägt das fehl, ${
      running ? `läuft ${running} weiter` : 'wird nichts deployt'
    }.`,
  migrationsNotUndone: ({ resources, version }) =>
    `${version} läuft noch: ${list(resources)} ${
      resources.length === 1 ? 'läuft' : 'laufen'
    } nur noch einmal, wenn Argo CD etwas anderes zu synchronisieren hat. Änderungen späterer Migrationen werden nicht rückgängig gemacht.`,
  migrationsRunAgain: ({ resources, version }) =>
    `${list(resources)} ${
      resources.length === 1 ? 'läuft' : 'laufen'
    } noch einmal, mit ${version}. Änderungen späterer Migrationen werden nicht rückgängig gemacht.`,

  skips: ({ version, source, environment, skipped }) =>
    `${version} käme direkt aus ${source} nach ${environment}: In ${list(
      skipped,
    )} lief die Version noch nicht gesund.`,
  ranBefore: ({ version, environment, endedAgoMs }) =>
    `${version} lief in ${environment} schon einmal, zuletzt vor ${ended(
      duration(endedAgoMs),
    )}`,
  olderThanRunning: ({ version, running, environment }) =>
    `${version} ist älter als ${running}, das in ${environment} läuft.`,
  notRunBefore: ({ version, environment }) =>
    `${version} lief noch nie in ${environment}.`,

  nothingRuns: ({ source }) => `In ${source} läuft nichts.`,
  runningUnknown: ({ source }) =>
    `Es ist nicht bekannt, was in ${source} läuft.`,
  sourceStale: ({ source, version, since }) =>
    `Was in ${source} läuft, ist nicht bekannt: Argo CD wurde zuletzt ${moment(
      since,
      'UTC',
    )} UTC gelesen. Letzte bekannte Version: ${version}.`,
  otherVersionsRun: ({ source, version, running }) =>
    `In ${source} läuft ${running}. ${version} lässt sich promoten, sobald dort nur noch diese Version läuft.`,
  sourceUnhealthy: ({ source, ...deployment }) =>
    `${source} ist nicht gesund${whyUnhealthy(deployment)}`,
  onlyVersionRuns: ({ source, version }) =>
    `In ${source} läuft nur ${version}, synchron und gesund.`,
  wasHealthy: ({ source, version, healthyForMs, endedAgoMs }) =>
    `${version} war in ${source}${lasted(healthyForMs)} gesund${
      endedAgoMs === undefined
        ? ', bevor die Version ersetzt wurde.'
        : ` und wurde ersetzt, vor ${ended(duration(endedAgoMs))}`
    }`,
  wasUnhealthyInTheEnd: ({ source, version, healthyForMs, endedAgoMs }) =>
    `${version} war in ${source}${lasted(
      healthyForMs,
    )} gesund, zuletzt aber nicht mehr${
      endedAgoMs === undefined
        ? '.'
        : `; ersetzt wurde die Version vor ${ended(duration(endedAgoMs))}`
    }`,
  rollsForward: ({ version, environment }) =>
    `Das macht nicht die neueste Promotion nach ${environment} rückgängig: ${version} wurde inzwischen ersetzt und kommt zurück. Es ist nicht bekannt, ob ${version} gesund ist.`,

  sourceDiffersFromGit: ({
    source,
    place: at,
    repository,
    written,
    running,
    looksLikeNumber,
  }) =>
    `In ${at} von ${repository} steht ${written}, in ${source} ${
      running.length === 1 ? 'läuft' : 'laufen'
    } aber ${list(running)}. Übernommen würde, was dort läuft.${
      looksLikeNumber
        ? ' Den Wert in Anführungszeichen setzen: ohne sie ist er eine Zahl, die Helm anders schreibt.'
        : ''
    }`,

  soakUnknown: ({ source, version, requiredMs }) =>
    `Es ist nicht bekannt, wie lange in ${source} schon nur ${version} läuft und gesund ist; erforderlich: ${ended(
      duration(requiredMs),
    )}`,
  soaking: params => healthyFor(params),
  soaked: params => healthyFor(params),

  secretsUnreadable: ({ environment, detail }) =>
    `Es ist nicht bekannt, ob in ${environment} alle Schlüssel vorhanden sind: Die ExternalSecrets lassen sich nicht lesen (${detail}).`,
  keysMissing: ({ keys, source, environment, applications, notReady }) =>
    `In ${place(environment, applications)} ${
      keys.length === 1 ? 'fehlt ein Schlüssel' : 'fehlen Schlüssel'
    }: ${keyNames(keys)}. In ${source} ${
      keys.length === 1 ? 'ist er' : 'sind sie'
    } vorhanden.${unreadableKeys(notReady)}`,
  keysNotReady: ({ keys, environment, applications }) =>
    `In ${place(environment, applications)} ${
      keys.length === 1 ? 'lässt' : 'lassen'
    } sich ${keyNames(keys)} nicht aus dem Secret-Store lesen.`,
  keysUnnamed: ({ externalSecret, source, environment }) =>
    `${externalSecret} übernimmt alle Schlüssel, die sein Secret-Store enthält. Daher ist nicht bekannt, ob ${environment} alle Schlüssel von ${source} hat.`,
  keysReady: ({ keys, source, environment }) =>
    keys.length === 1
      ? `Der Schlüssel ${keyNames(
          keys,
        )}, den ${source} verwendet, ist in ${environment} vorhanden und bereit.`
      : `Alle ${keys.length} Schlüssel, die ${source} verwendet, sind in ${environment} vorhanden und bereit.`,

  permitted: ({ service, environment }) =>
    `Du darfst ${service} nach ${environment} promoten.`,
  notPermitted: ({ service, environment, permission }) =>
    `Du darfst ${service} nicht nach ${environment} promoten (${permission}).`,

  fourEyesNotRequired: ({ environment }) =>
    `Für ${environment} ist kein Vier-Augen-Prinzip vorgeschrieben.`,
  fourEyesGiven: ({ by, requestedBy }) =>
    requestedBy.length > 0
      ? `Angefordert von ${list(requestedBy)}, freigegeben von ${list(by)}.`
      : `Freigegeben von ${list(by)}.`,
  fourEyesMissing: ({ requestedBy }) =>
    requestedBy.length > 0
      ? `Es fehlt die Freigabe durch eine andere Person als ${list(
          requestedBy,
        )}.`
      : 'Es fehlt eine Freigabe.',
  approverMayBeRequester: ({ approvedBy, requestedBy }) =>
    `Freigegeben von ${list(approvedBy)}. Das könnte das Konto von ${list(
      requestedBy,
    )} sein, denn im Katalog steht kein Login dazu. Eine weitere Freigabe ist nötig.`,
  approvalsOfOther: () =>
    'Nach dem Öffnen wurde auf den Branch gepusht, deshalb zählen die Freigaben nicht mehr. Bitte zurückziehen und erneut promoten.',

  ofOtherService: () =>
    'Der Grund betrifft einen anderen Service desselben Pull Requests.',
  noObjection: () => 'Keine Einwände.',
  noObjections: ({ count }) => `Keine Einwände bei allen ${count} Services.`,
  overridden: ({ by, reason }) =>
    `${by} hat dieses Gate übergangen${because(reason)}.`,

  ownWords: ({ sentence }) => sentence,
  gateFailed: ({ detail }) =>
    `Dieses Gate ließ sich nicht abfragen${because(detail)}.`,
  hidden: () =>
    'Der Grund betrifft eine Umgebung, die für dich nicht sichtbar ist.',
};
