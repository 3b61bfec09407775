import {
  ApplicationDetails,
  Cause,
  CauseCode,
  CauseParams,
  DeploymentStatus,
  reasonOf,
} from 'backstage-plugin-gitops-common';
import { stateWord } from '../status/wording';
import {
  displayName,
  displayText,
  displayVersion,
  displayVersions,
} from '../text/displayText';
import { clockTime } from '../text/formats';
import { Translate } from '../translations/useGitopsTranslation';

/** The most important of one deployment, in two or three sentences. */
export interface Headline {
  /** What happened, and what still runs */
  title: string;
  /** Why */
  reason: string | null;
  /** What to do */
  advice: string | null;
}

/** @param details - null while they are not known */
export function headlineOf(
  status: DeploymentStatus,
  details: Pick<ApplicationDetails, 'failureLog'> | null,
  now: number,
  t: Translate,
): Headline {
  const { cause, remarks, staleSince, running } = status;
  if (staleSince !== null)
    return {
      title: t('headline.stale', {
        state: stateWord(status, t),
        time: clockTime(staleSince, now, t),
      }),
      reason: shown(reasonOf(status, t('language'))),
      advice: null,
    };
  const title = titleOf(status, t);
  // The title says it
  const others = remarks.filter(
    ({ code }) => running === null || (code !== 'runs' && code !== 'stillRuns'),
  );
  return {
    title,
    reason: shown(reasonOf({ cause, remarks: others }, t('language'))),
    // Rolling back to what is wanted would change nothing
    advice:
      cause &&
      adviceOf(cause, running === status.wanted ? null : running, details, t),
  };
}

function titleOf(status: DeploymentStatus, t: Translate): string {
  const { state, versions, running, wanted, nothingRuns } = status;
  const what = happened(status, t);
  if (state === 'healthy' || state === 'notDeployed') return what;
  if (running !== null && running !== wanted)
    return t('headline.still', { what, version: displayVersions(versions) });
  return nothingRuns ? t('headline.nothingRuns', { what }) : what;
}

const happenings = {
  migrationFailed: 'migrationFailed',
  hookFailed: 'hookFailed',
  secretKeyMissing: 'secretMissing',
  remoteKeyMissing: 'secretMissing',
  secretUnreadable: 'secretUnreadable',
  imagePull: 'imagePull',
  crashLoop: 'crashLoop',
  gitUnreadable: 'notComparable',
  manifestsBroken: 'manifestsBroken',
  clusterUnreadable: 'notComparable',
  comparisonFailed: 'notComparable',
  comparisonUnknown: 'notComparable',
} as const satisfies Partial<Record<CauseCode, string>>;

function happened(
  { state, cause, versions, wanted }: DeploymentStatus,
  t: Translate,
): string {
  const version =
    wanted === null ? t('headline.thisVersion') : displayVersion(wanted);
  if (cause && isKnown(cause.code))
    return t(`headline.happened.${happenings[cause.code]}`, { version });
  if (state === 'healthy')
    return versions.length === 0
      ? t('state.healthy')
      : t('headline.healthy', { version: displayVersions(versions) });
  return t(`headline.state.${state}`, { version });
}

/** What to do about a cause, with what its sentence needs. */
const advices: {
  [Code in CauseCode]?: (
    params: CauseParams[Code],
    of: { running: string | null; t: Translate },
  ) => string;
} = {
  migrationFailed: (_, of) => rollBack('fixMigration', of),
  hookFailed: (_, of) => rollBack('fixHook', of),
  secretKeyMissing: ({ key, remoteKey }, { t }) =>
    t('headline.advice.addKey', {
      key: displayName(key),
      remoteKey: displayName(remoteKey),
    }),
  remoteKeyMissing: ({ remoteKey }, { t }) =>
    t('headline.advice.addRemoteKey', { remoteKey: displayName(remoteKey) }),
  secretUnreadable: (_, { t }) => t('headline.advice.checkStore'),
  imagePull: (_, { t }) => t('headline.advice.checkImage'),
  crashLoop: (_, of) => rollBack('fixVersion', of),
  gitUnreadable: (_, { t }) => t('headline.advice.checkGit'),
  manifestsBroken: (_, { t }) => t('headline.advice.fixManifests'),
  specInvalid: (_, { t }) => t('headline.advice.fixApplication'),
  clusterUnreadable: (_, { t }) => t('headline.advice.checkCluster'),
  applyFailed: (_, { t }) => t('headline.advice.fixManifests'),
  unhealthyInSync: (_, of) => rollBack('fixVersion', of),
  syncTerminated: (_, { t }) => t('headline.advice.syncAgain'),
  selfHealOff: (_, { t }) => t('headline.advice.syncAgain'),
  syncManual: (_, { t }) => t('headline.advice.syncByHand'),
  neverDeployedManual: (_, { t }) => t('headline.advice.syncByHand'),
  rollingSyncSkipped: (_, { t }) => t('headline.advice.syncByHand'),
  pruningOff: (_, { t }) => t('headline.advice.prune'),
  pruneUnconfirmed: (_, { t }) => t('headline.advice.confirm'),
  deletionUnconfirmed: (_, { t }) => t('headline.advice.confirm'),
  paused: (_, { t }) => t('headline.advice.resume'),
  canaryPaused: (_, { t }) => t('headline.advice.rollout'),
  previewWaiting: (_, { t }) => t('headline.advice.rollout'),
};

function rollBack(
  what: 'fixMigration' | 'fixHook' | 'fixVersion',
  { running, t }: { running: string | null; t: Translate },
): string {
  return running === null
    ? t(`headline.advice.${what}`)
    : t(`headline.advice.${what}OrRollBack`, {
        version: displayVersion(running),
      });
}

function adviceOf(
  { code, params }: Cause,
  running: string | null,
  details: Pick<ApplicationDetails, 'failureLog'> | null,
  t: Translate,
): string | null {
  // A newer backend may know causes that this page does not
  const say = Object.hasOwn(advices, code)
    ? (advices[code] as (given: unknown, of: object) => string)
    : undefined;
  const sentences = [
    details?.failureLog?.lines.length && t('headline.advice.readLog'),
    say?.(params, { running, t }),
  ].filter(Boolean);
  return sentences.length > 0 ? sentences.join(' ') : null;
}

function isKnown(code: CauseCode): code is keyof typeof happenings {
  return Object.hasOwn(happenings, code);
}

function shown(reason: string | null): string | null {
  return reason && displayText(reason);
}
