import {
  DeploymentStatus,
  EnvironmentDeployment,
  GateAnswer,
  ServiceDeployments,
} from 'backstage-plugin-gitops-common';
import { displayName, displayVersion } from '../text/displayText';
import { english } from '../translations/english';
import { Translate } from '../translations/useGitopsTranslation';
import { needsAttention } from './looks';

export function environmentTitle(
  deployment: EnvironmentDeployment,
  t: Translate,
): string {
  return (
    displayName(deployment.title || deployment.environment) ||
    t('card.noEnvironment')
  );
}

/** The title of an environment by its name. */
export type TitleOf = (environment: string) => string;

/** Titles of environments by their names. */
export function titlesIn(
  { environments }: ServiceDeployments,
  t: Translate,
): TitleOf {
  return name => {
    const found = environments.find(({ environment }) => environment === name);
    return found ? environmentTitle(found, t) : displayName(name);
  };
}

/** The state in a word or two; if it is not current, the last known one. */
export function stateWord(
  { state, staleSince }: DeploymentStatus,
  t: Translate,
): string {
  return staleSince === null ? t(`state.${state}`) : t(`lastState.${state}`);
}

/**
 * How many environments someone should look at, or are not current; null where all is well and
 * current.
 */
export function summaryOf(
  environments: EnvironmentDeployment[],
  t: Translate,
): string | null {
  const total = String(environments.length);
  const stale = environments.filter(({ staleSince }) => staleSince !== null);
  const attention = environments.filter(
    ({ staleSince, state }) => staleSince === null && needsAttention(state),
  );
  const number = String(stale.length);
  if (attention.length === 0)
    return stale.length > 0 ? t('summary.stale', { number, total }) : null;
  const needed = t('summary.attention', { count: attention.length, total });
  return stale.length > 0
    ? `${needed}, ${t('summary.alsoStale', { number })}`
    : needed;
}

/**
 * What runs and what is wanted, said plainly, and no more than is known: `strong` is what serves
 * requests, `quiet` what doesn't (yet).
 */
export interface VersionWording {
  strong: string | null;
  /** Between the two: a movement only while something moves */
  isMoving: boolean;
  quiet: string[];
}

/** More versions, of many regions, are counted: the list of regions has them */
const mostVersions = 3;

export function versionWording(
  deployment: DeploymentStatus,
  t: Translate,
  shown: (version: string) => string = displayVersion,
): VersionWording {
  const { versions } = deployment;
  const isShort = shown === displayVersion;
  const running =
    isShort && versions.length > mostVersions
      ? t('version.several', { count: versions.length })
      : versions.map(shown).join(', ') || null;
  const wanted = deployment.wanted === null ? null : shown(deployment.wanted);
  if (running !== null) {
    if (wanted === null || deployment.wanted === deployment.running)
      return { strong: running, isMoving: false, quiet: [] };
    if (deployment.state === 'deploying')
      return { strong: running, isMoving: true, quiet: [wanted] };
    return {
      strong: running,
      isMoving: false,
      quiet: [t('version.wanted', { version: wanted })],
    };
  }
  if (deployment.state === 'notDeployed' && wanted === null)
    return { strong: null, isMoving: false, quiet: [] };
  const nothing = deployment.nothingRuns
    ? t('version.nothingRuns')
    : t('version.notReported');
  const quiet =
    wanted === null
      ? [nothing]
      : [nothing, t('version.wanted', { version: wanted })];
  return { strong: null, isMoving: false, quiet };
}

/** The same in one line of text, with digests and commits in full. */
export function versionText(
  deployment: DeploymentStatus,
  t: Translate,
): string {
  const { strong, isMoving, quiet } = versionWording(
    deployment,
    t,
    displayName,
  );
  if (strong !== null && isMoving)
    return t('version.deploying', { running: strong, wanted: quiet[0] });
  return [strong, ...quiet].filter(Boolean).join(', ');
}

/** A gate that somebody added has no text here: `blackout-days` becomes `Blackout days`. */
export function gateTitle(
  { gate }: Pick<GateAnswer, 'gate'>,
  t: Translate,
): string {
  if (isKnownGate(gate)) return t(`gate.${gate}`);
  const words = displayName(gate).replace(/[-_]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function isKnownGate(gate: string): gate is keyof typeof english.gate {
  return Object.hasOwn(english.gate, gate);
}
