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
    )}). Wait until it has arrived or failed; otherwise it is no longer followed.`,
  rollbackWhileDeploying: ({ version, environment, ...named }) =>
    `${version} is still being deployed to ${environment} (${pull(
      named,
    )}). It will no longer be followed.`,
  environmentDeploying: ({ environment, wanted }) =>
    `A deployment to ${environment} is under way${
      wanted ? ` (${wanted})` : ''
    }.`,

  frozen: ({ environment, title, timeZone, until: end, others }) =>
    `${environment} is frozen${
      until(end, timeZone) || ' with no end in sight'
    } (${title}, ${timeZone}).${otherFreezes(others)}`,
  frozenSoon: ({ environment, title, timeZone, from, others }) =>
    `${environment} will be frozen from ${moment(
      from,
      timeZone,
    )} on (${title}, ${timeZone}).${otherFreezes(others)}`,
  frozenByPerson: ({ environment, service, until: end, ...freeze }) =>
    `${
      service
        ? `${service} is on hold in ${environment}`
        : `${environment} is frozen`
    }${
      end
        ? `${until(end, freeze.timeZone)} (${freeze.timeZone})`
        : ' with no end set'
    }${because(freeze.reason)} (${freeze.by}).${otherFreezes(freeze.others)}`,
  frozenByPersonSoon: ({ environment, service, from, ...freeze }) =>
    `${
      service
        ? `${service} will be on hold in ${environment}`
        : `${environment} will be frozen`
    } from ${moment(from, freeze.timeZone)} on (${freeze.timeZone})${because(
      freeze.reason,
    )} (${freeze.by}).${otherFreezes(freeze.others)}`,
  notFrozen: ({ environment }) => `${environment} is not frozen.`,

  syncWindowsUnreadable: ({ detail }) =>
    `Argo CD's sync windows can't be read (${detail}). The change may have to wait for one after the merge.`,
  syncDenied: ({ environment, window, until: end, others }) =>
    `Argo CD does not sync ${environment}${until(
      end,
      window.timeZone,
    )} (${nameOf(window)}).${otherWindows(others)}`,
  syncDeniedSoon: ({ environment, window, from, others }) =>
    `Argo CD will not sync ${environment} from ${moment(
      from,
      window.timeZone ?? 'UTC',
    )} on (${nameOf(window)}).${otherWindows(others)}`,
  syncNotAllowed: ({ environment, next, others }) =>
    `Argo CD syncs ${environment} by itself in certain windows only${
      next
        ? `, the next from ${moment(next.from, next.timeZone)} (${
            next.timeZone
          })`
        : ''
    }.${otherWindows(others)}`,
  syncAllowedUntil: ({ environment, until: end, timeZone }) =>
    `Argo CD syncs ${environment} by itself only until ${moment(
      end,
      timeZone,
    )} (${timeZone}). What is merged later waits.`,
  syncAllowed: ({ environment }) =>
    `Argo CD's sync windows let ${environment} sync now.`,

  reachesOthers: ({
    place: written,
    repository,
    environment,
    others,
    applications,
  }) =>
    `${written} of ${repository} is where ${list(others)} ${
      others.length === 1 ? 'takes its' : 'take their'
    } version from, too (${list(
      applications,
    )}). A promotion to ${environment} would change that as well, past its own gates. Write the version of ${environment} in a file of its own first.`,
  reachUnknown: ({ environment, detail }) =>
    `It is not known whether other environments than ${environment} would change as well (${detail}).`,
  placeShared: ({ place: written, repository, environment }) =>
    `${written} of ${repository} is shared: it is outside of the folder of ${environment}. No other environment of this service takes its version from there. Whether another service does is not known.`,

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
    `It is not known whether a migration runs with ${version} (${detail}).`,
  migrationsRun: ({ resources, version, running }) =>
    `${list(resources)} ${
      resources.length === 1 ? 'runs' : 'run'
    } with ${version} before the workload. If that fails, ${
      running ? `${running} keeps running` : 'nothing is deployed'
    }.`,
  migrationsRunAgain: ({ resources, version }) =>
    `${list(resources)} ${
      resources.length === 1 ? 'runs' : 'run'
    } again, with ${version}. Changes by later migrations are not undone.`,

  skips: ({ version, source, environment, skipped }) =>
    `${version} would come to ${environment} straight from ${source}: ${list(
      skipped,
    )} ${skipped.length === 1 ? 'has' : 'have'} not run it healthy.`,
  ranBefore: ({ version, environment, endedAgoMs }) =>
    `${environment} had ${version} before, ${duration(
      endedAgoMs,
    )} ago. It was replaced.`,
  olderThanRunning: ({ version, running, environment }) =>
    `${version} is older than ${running}, which runs in ${environment}.`,
  notRunBefore: ({ version, environment }) =>
    `${environment} has not had ${version} before.`,

  nothingRuns: ({ source }) => `Nothing runs in ${source}.`,
  runningUnknown: ({ source }) => `It is not known what runs in ${source}.`,
  sourceStale: ({ source, version, since }) =>
    `What runs in ${source} has not been known since ${moment(
      since,
      'UTC',
    )} UTC. Until then, ${version} ran there.`,
  otherVersionsRun: ({ source, version, running }) =>
    `${source} runs ${running}, not ${version} alone.`,
  sourceUnhealthy: ({ source, ...deployment }) =>
    `${source} is not healthy${whyUnhealthy(deployment)}`,
  onlyVersionRuns: ({ source, version }) =>
    `Only ${version} runs in ${source}, synced and healthy.`,
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
    } in ${source}. What runs there would move.${
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
    `${externalSecret} takes whatever keys its store holds, so it is not known whether ${environment} has every key of ${source}.`,
  keysReady: ({ keys, source, environment }) =>
    keys.length === 1
      ? `${keyNames(
          keys,
        )} that ${source} uses exists and is ready in ${environment}.`
      : `All ${keys.length} secret keys that ${source} uses exist and are ready in ${environment}.`,

  permitted: ({ service, environment }) =>
    `You may promote ${service} to ${environment}.`,
  notPermitted: ({ service, environment, permission }) =>
    `You may not promote ${service} to ${environment} (${permission}).`,

  fourEyesNotRequired: ({ environment }) =>
    `${environment} does not require a second person's approval.`,
  fourEyesGiven: ({ by, requestedBy }) =>
    `${list(by)} approved what ${list(requestedBy)} requested.`,
  fourEyesMissing: ({ requestedBy }) =>
    `Somebody other than ${list(requestedBy)} has to approve it.`,
  approverMayBeRequester: ({ approvedBy, requestedBy }) =>
    `${list(approvedBy)} approved it, but that may be the account of ${list(
      requestedBy,
    )}: the catalog has no login for whoever requested it. One more approval is needed.`,
  approvalsOfOther: () =>
    'Somebody pushed to the branch after it was opened, so approvals no longer count. Withdraw this promotion and promote again.',

  ofOtherService: () =>
    'The reason concerns another service of the same pull request.',
  noObjection: () => 'No objection.',
  noObjections: ({ count }) => `No objection to any of the ${count} services.`,
  overridden: ({ by, reason }) => `${by} overrode this gate${because(reason)}.`,

  ownWords: ({ sentence }) => sentence,
  gateFailed: ({ detail }) => `This gate could not be asked${because(detail)}.`,
  hidden: () => 'The reason concerns an environment that you may not see.',
};
