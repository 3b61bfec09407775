import { because } from '../causes/format';
import { reasonOf } from '../causes/reasonOf';
import type { Sentences } from '../reasons';
import type { GateReasonParams } from './GateReason';
import {
  duration,
  moment,
  list,
  states,
  are,
  whyUnhealthy,
  pull,
  nameOf,
  until,
  keyNames,
  place,
  required,
  healthyFor,
  lasted,
  otherFreezes,
  otherWindows,
  unreadableKeys,
} from './englishPhrases';

export const english: Sentences<GateReasonParams> = {
  alreadyRuns: ({ version, environment }) =>
    `${version} already runs in ${environment}.`,
  alreadyInGit: ({ version, environment, state, ...deployment }) =>
    `Git already asks for ${version} in ${environment}. ${
      reasonOf(deployment, 'en') ?? `The environment is ${states[state]}.`
    }`,
  newThere: ({ version, environment }) =>
    `${version} is new to ${environment}.`,
  runsThere: ({ running, environment }) => `${environment} runs ${running}.`,

  onItsWay: ({ version, ...named }) =>
    `${version} is already on its way: ${pull(named)}.`,
  pushedAgain: ({ version, ...named }) =>
    `${version} is already on its way, and its image has been pushed again since: ${pull(
      named,
    )} asks for another digest.`,
  replacesPullRequest: ({ version, ...named }) =>
    `${version} is on its way: ${pull(named)} will be closed.`,
  promotionDeploying: ({ version, environment, ...named }) =>
    `${version} is being deployed to ${environment} (${pull(
      named,
    )}). Wait until it has finished, or the portal stops following it.`,
  rollbackWhileDeploying: ({ version, environment, ...named }) =>
    `${version} is still being deployed to ${environment} (${pull(
      named,
    )}). The portal stops following it.`,
  environmentDeploying: ({ environment, wanted }) =>
    `A deployment to ${environment} is in progress${
      wanted ? ` (${wanted})` : ''
    }.`,

  frozen: ({ environment, title, timeZone, until: end, others }) =>
    `${environment} is frozen${
      until(end, timeZone) || ' with no end date'
    } (${title}, ${timeZone}).${otherFreezes(others)}`,
  frozenSoon: ({ environment, title, timeZone, from, others }) =>
    `${environment} will be frozen from ${moment(
      from,
      timeZone,
    )} (${title}, ${timeZone}).${otherFreezes(others)}`,
  frozenByPerson: ({ environment, service, until: end, ...freeze }) =>
    `${
      service
        ? `${service} is on hold in ${environment}`
        : `${environment} is frozen`
    }${
      end
        ? `${until(end, freeze.timeZone)} (${freeze.timeZone})`
        : ' with no end date'
    }${because(freeze.reason)} (${freeze.by}).${otherFreezes(freeze.others)}`,
  frozenByPersonSoon: ({ environment, service, from, ...freeze }) =>
    `${
      service
        ? `${service} will be on hold in ${environment}`
        : `${environment} will be frozen`
    } from ${moment(from, freeze.timeZone)} (${freeze.timeZone})${because(
      freeze.reason,
    )} (${freeze.by}).${otherFreezes(freeze.others)}`,
  notFrozen: ({ environment }) => `${environment} is not frozen.`,

  syncWindowsUnreadable: ({ detail }) =>
    `Argo CD's sync windows can't be read (${detail}). After the merge, the change may have to wait for one.`,
  syncDenied: ({ environment, window, until: end, others }) =>
    `Argo CD does not sync ${environment}${until(
      end,
      window.timeZone,
    )} (${nameOf(window)}).${otherWindows(others)}`,
  syncDeniedSoon: ({ environment, window, from, others }) =>
    `Argo CD will not sync ${environment} from ${moment(
      from,
      window.timeZone ?? 'UTC',
    )} (${nameOf(window)}).${otherWindows(others)}`,
  syncNotAllowed: ({ environment, next, others }) =>
    `Argo CD syncs ${environment} automatically only in sync windows${
      next
        ? `; the next opens on ${moment(next.from, next.timeZone)} (${
            next.timeZone
          })`
        : ''
    }.${otherWindows(others)}`,
  syncAllowedUntil: ({ environment, until: end, timeZone }) =>
    `Argo CD syncs ${environment} automatically only until ${moment(
      end,
      timeZone,
    )} (${timeZone}). Later merges have to wait.`,
  syncAllowed: ({ environment }) =>
    `Sync windows allow syncing ${environment} now.`,

  reachesOthers: ({
    place: written,
    repository,
    environment,
    others,
    applications,
  }) =>
    `${list(others)} ${
      others.length === 1 ? 'takes its' : 'take their'
    } version from ${written} of ${repository} as well (${list(
      applications,
    )}). A promotion to ${environment} would change ${
      others.length === 1 ? 'it' : 'them'
    } too, without asking the gates there. First give ${environment} a file of its own for its version.`,
  reachUnknown: ({ environment, detail }) =>
    `It is not known whether a promotion to ${environment} would change other environments too (${detail}).`,
  placeReadElsewhere: ({ place: written, repository, environment, count }) =>
    `${written} of ${repository} is also read by ${
      count === 1
        ? 'an Application of another service. If it takes its version from there, a'
        : `${count} Applications of other services. If they take their version from there, a`
    } promotion to ${environment} would change ${
      count === 1 ? 'it' : 'them'
    } too, without asking the gates there. First give ${environment} a file of its own for its version.`,
  placeShared: ({ place: written, repository, environment }) =>
    `${written} of ${repository} is outside of the folder of ${environment}. No other environment of this service takes its version from there, but another service may.`,

  syncedByHand: ({ applications, environment }) =>
    `Merging does not deploy here: ${list(
      applications,
    )} in ${environment} ${are(applications)} synced by hand.`,
  automatedSyncOff: ({ applications, environment }) =>
    `Automated sync of ${list(
      applications,
    )} in ${environment} is off. Merging deploys only if an ApplicationSet syncs ${
      applications.length === 1 ? 'it' : 'them'
    } in a rolling sync.`,

  migrationsUnreadable: ({ version, detail }) =>
    `The portal can't tell whether ${version} runs a migration (${detail}).`,
  migrationsRun: ({ resources, version, running }) =>
    `${list(resources)} ${
      resources.length === 1 ? 'runs' : 'run'
    } with ${version} before the workload. If that fails, ${
      running ? `${running} keeps running` : 'nothing is deployed'
    }.`,
  migrationsNotUndone: ({ resources, version }) =>
    `${version} still runs: ${list(resources)} ${
      resources.length === 1 ? 'runs' : 'run'
    } again only if Argo CD has something else to sync. Changes by later migrations are not undone.`,
  migrationsRunAgain: ({ resources, version }) =>
    `${list(resources)} ${
      resources.length === 1 ? 'runs' : 'run'
    } again, with ${version}. Changes by later migrations are not undone.`,

  skips: ({ version, source, environment, skipped }) =>
    `${version} would come to ${environment} straight from ${source}: ${list(
      skipped,
    )} ${skipped.length === 1 ? 'has' : 'have'} not run it healthy.`,
  ranBefore: ({ version, environment, endedAgoMs }) =>
    `${environment} ran ${version} until ${duration(endedAgoMs)} ago.`,
  olderThanRunning: ({ version, running, environment }) =>
    `${version} is older than ${running}, which runs in ${environment}.`,
  notRunBefore: ({ version, environment }) =>
    `${version} has not run in ${environment} before.`,

  nothingRuns: ({ source }) => `Nothing runs in ${source}.`,
  runningUnknown: ({ source }) => `It is not known what runs in ${source}.`,
  sourceStale: ({ source, version, since }) =>
    `It is not known what has been running in ${source} since ${moment(
      since,
      'UTC',
    )} UTC, when Argo CD was last read. Last known version: ${version}.`,
  otherVersionsRun: ({ source, version, running }) =>
    `${source} runs ${running}. ${version} can be promoted once it is the only version there.`,
  sourceUnhealthy: ({ source, ...deployment }) =>
    `${source} is not healthy${whyUnhealthy(deployment)}`,
  onlyVersionRuns: ({ source, version }) =>
    `${source} runs only ${version}, synced and healthy.`,
  wasHealthy: ({ source, version, healthyForMs, endedAgoMs }) =>
    `${version} was healthy in ${source}${lasted(healthyForMs)}${
      endedAgoMs === undefined
        ? ' before it was replaced'
        : `, and was replaced ${duration(endedAgoMs)} ago`
    }.`,
  wasUnhealthyInTheEnd: ({ source, version, healthyForMs, endedAgoMs }) =>
    `${version} was healthy in ${source}${lasted(
      healthyForMs,
    )}, but unhealthy when it was replaced${
      endedAgoMs === undefined ? '' : ` ${duration(endedAgoMs)} ago`
    }.`,
  rollsForward: ({ version, environment }) =>
    `This does not undo the newest promotion to ${environment}: it brings back ${version}, which has been replaced since. It is not known whether ${version} is healthy.`,

  sourceDiffersFromGit: ({
    source,
    place: at,
    repository,
    written,
    running,
    looksLikeNumber,
  }) =>
    `${at} of ${repository} says ${written}, but ${list(running)} ${
      running.length === 1 ? 'runs' : 'run'
    } in ${source}. What runs there would be promoted.${
      looksLikeNumber
        ? ' Put quotes around the value: without them it is a number, which Helm writes in another way.'
        : ''
    }`,

  soakUnknown: ({ source, version, requiredMs }) =>
    `It is not known for how long ${version} alone has been running and healthy in ${source}; ${required(
      requiredMs,
    )}.`,
  soaking: params => healthyFor(params),
  soaked: params => healthyFor(params),

  secretsUnreadable: ({ environment, detail }) =>
    `It is not known whether ${environment} has every key: the ExternalSecrets can't be read (${detail}).`,
  keysMissing: ({ keys, source, environment, applications, notReady }) =>
    `${keyNames(keys)} ${are(keys)} missing in ${place(
      environment,
      applications,
    )}. ${source} has ${keys.length === 1 ? 'it' : 'them'}.${unreadableKeys(
      notReady,
      environment,
    )}`,
  keysNotReady: ({ keys, environment, applications }) =>
    `${keyNames(keys)} can't be read from the store of ${place(
      environment,
      applications,
    )}.`,
  keysUnnamed: ({ externalSecret, source, environment }) =>
    `${externalSecret} takes all keys of its entry in the store, so it is not known whether ${environment} has every key of ${source}.`,
  keysReady: ({ keys, source, environment }) =>
    keys.length === 1
      ? `${keyNames(
          keys,
        )} that ${source} uses exists and is ready in ${environment}.`
      : `All ${keys.length} secret keys that ${source} uses exist and are ready in ${environment}.`,

  permitted: ({ service, environment }) =>
    `You can promote ${service} to ${environment}.`,
  notPermitted: ({ service, environment, permission }) =>
    `You don't have permission to promote ${service} to ${environment} (${permission}).`,

  fourEyesNotRequired: ({ environment }) =>
    `${environment} does not require a second person's approval.`,
  fourEyesGiven: ({ by, requestedBy }) =>
    requestedBy.length > 0
      ? `${list(by)} approved what ${list(requestedBy)} requested.`
      : `${list(by)} approved it.`,
  fourEyesMissing: ({ requestedBy }) =>
    requestedBy.length > 0
      ? `Somebody other than ${list(requestedBy)} has to approve it.`
      : 'Somebody has to approve it.',
  approverMayBeRequester: ({ approvedBy, requestedBy }) =>
    `${list(approvedBy)} approved it, but that may be the account of ${list(
      requestedBy,
    )}: the catalog does not say which account is theirs. One more approval is required.`,
  approvalsOfOther: () =>
    'Somebody pushed to the branch after it was opened, so approvals no longer count. Withdraw this promotion and promote again.',

  ofOtherService: () =>
    'The reason concerns another service of the same pull request.',
  noObjection: () => 'No objection.',
  noObjections: ({ count }) => `No objection to any of the ${count} services.`,
  overridden: ({ by, reason }) => `${by} overrode this gate${because(reason)}.`,

  ownWords: ({ sentence }) => sentence,
  gateFailed: ({ detail }) =>
    `This gate could not be evaluated${because(detail)}.`,
  hidden: () => 'The reason concerns an environment that you may not see.',
};
