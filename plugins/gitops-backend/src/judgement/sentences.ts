import type { Application } from '../argocd/Application';
import {
  comparedRevisions,
  Diagnosis,
  isSameRevisions,
} from '../inventory/Diagnosis';
import { toLine, toList } from './text';
import { versionsOf } from './version';
import type { FoundVersions } from './versions';

/** That what is there goes on, where that is known. */
export function servesSentence({
  running,
  isServing,
}: FoundVersions): string | undefined {
  return running && isServing ? `${running} still serves requests.` : undefined;
}

/** What is there, without a full stop; undefined where that isn't known. */
export function whatRuns(
  { running, isServing }: FoundVersions,
  diagnosis: Diagnosis | undefined,
): string | undefined {
  if (running && isServing) return `${running} still runs`;
  if (!diagnosis?.pods) return undefined;
  return running ? `No pod of ${running} is ready` : undefined;
}

/** Which Pods or resources are not well, and what serves meanwhile. */
export function unhealthySentence(
  diagnosis: Diagnosis | undefined,
  versions: FoundVersions,
): string | null {
  const serves = serving(versions);
  const pods = diagnosis?.pods ?? [];
  const bad = pods.filter(({ health }) => health === 'Degraded');
  if (bad.length > 0) {
    const are = bad.length > 1 ? 'are' : 'is';
    return `${bad.length} of ${pods.length} pods ${are} not well${because(
      bad[0].message,
    )}.${serves}`;
  }
  const resource = diagnosis?.resources.find(
    ({ health, isHook }) => health === 'Degraded' && !isHook,
  );
  return resource
    ? `${resource.kind} ${resource.name} is not well${because(
        resource.healthMessage,
      )}.${serves}`
    : null;
}

/** What is paused. */
export function suspendedSentence(
  diagnosis: Diagnosis | undefined,
): string | null {
  const resource = diagnosis?.resources.find(
    ({ health }) => health === 'Suspended',
  );
  if (!resource) return null;
  return `The ${resource.kind} ${resource.name} is paused. Changes wait until it is resumed.`;
}

/** How far a rollout is. */
export function progressSentence(
  application: Application,
  diagnosis: Diagnosis | undefined,
  versions: FoundVersions,
): string | null {
  const { wanted, main } = versions;
  const pods = diagnosis?.pods;
  if (pods?.length && wanted) {
    const updated = pods.filter(({ images }) =>
      versionsOf(images, application, main).includes(wanted),
    ).length;
    return `${updated} of ${pods.length} pods run ${wanted}.${serving(
      versions,
    )}`;
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

/** What should be in the cluster and isn't. */
export function missingSentence(diagnosis: Diagnosis | undefined): string {
  const missing = (diagnosis?.resources ?? [])
    .filter(({ health }) => health === 'Missing')
    .map(({ kind, name }) => `${kind} ${name}`);
  return missing.length > 0
    ? `${toList(missing)} ${
        missing.length > 1 ? 'are' : 'is'
      } missing in the cluster.`
    : 'Resources are missing in the cluster.';
}

/** What has to happen for the Application to be synced; undefined where it isn't known yet. */
export function howItSyncs(
  { automated }: Application,
  diagnosis: Diagnosis | undefined,
): string | undefined {
  if (automated) return 'Argo CD has not synced it yet';
  if (!diagnosis) return undefined;
  return diagnosis.isApplicationSetUnreadable
    ? `it syncs by hand, or waits for its turn in ApplicationSet ${diagnosis.applicationSet}, which can't be read`
    : 'the Application syncs by hand only';
}

/** Where the last deployment was of this very commit, Git has not changed since: the cluster has. */
export function driftSentence(
  application: Application,
  diagnosis: Diagnosis | undefined,
): string {
  const differing = (diagnosis?.resources ?? [])
    .filter(({ sync, isHook }) => sync === 'OutOfSync' && !isHook)
    .map(({ kind, name }) => `${kind} ${name}`);
  const what =
    differing.length > 0
      ? `${toList(differing)} ${
          differing.length > 1 ? 'differ' : 'differs'
        } from Git`
      : 'Git and the cluster differ';
  const isDrift =
    diagnosis !== undefined &&
    isSameRevisions(
      diagnosis.lastDeployed,
      comparedRevisions(application, diagnosis),
    );
  if (isDrift && differing.length > 0)
    return `${what}, which has not changed since the last deployment.`;
  const how = howItSyncs(application, diagnosis);
  return `${what}${how ? `: ${how}` : ''}.`;
}

/** How Argo CD begins a ComparisonError, and what it means; any other is a comparison that failed. */
const comparisonSteps = [
  ['Failed to load target state: ', "Manifests can't be generated"],
  ['Failed to load live state: ', "The cluster can't be read"],
  ['Failed to compare desired state to live state: ', undefined],
] as const;

/** Why Git and the cluster are not compared, without a full stop. */
export function comparisonSentence({
  type,
  message,
}: {
  type: string;
  message: string;
}): string {
  if (type === 'InvalidSpecError')
    return `The Application is not valid: ${essenceOf(message)}`;
  const [prefix, what] = comparisonSteps.find(([start]) =>
    message.startsWith(start),
  ) ?? [''];
  return `${what ?? "Git and the cluster can't be compared"}: ${essenceOf(
    message.slice(prefix.length),
  )}`;
}

/** The last link of a chain of wrapped errors is what a person can act on. */
function essenceOf(message: string): string {
  const line = toLine(message).replace(/<path to cached source>\//g, '');
  const missing = /lstat (\S+): no such file or directory\W*$/.exec(line);
  if (missing) return `${missing[1]} does not exist`;
  const cause = line.split(/rpc error: code = \w+ desc = /).pop() ?? line;
  return cause.replace(/\.$/, '').slice(0, 500);
}

/** Of an old version beside the one that is wanted. */
function serving(versions: FoundVersions): string {
  const { running, wanted } = versions;
  const sentence = wanted && running !== wanted && servesSentence(versions);
  return sentence ? ` ${sentence}` : '';
}

function because(message: string | undefined): string {
  return message ? `: ${toLine(message).replace(/\.$/, '')}` : '';
}
