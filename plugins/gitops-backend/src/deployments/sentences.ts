import type { Application } from '../argocd/Application';
import type { Diagnosis } from './Diagnosis';
import { toLine, toList } from './text';
import { versionsOf } from './version';
import type { Versions } from './versions';

/** Which Pods or resources are not well, and what serves meanwhile. */
export function unhealthySentence(
  diagnosis: Diagnosis | undefined,
  { running, wanted }: Versions,
): string | null {
  const serves =
    running && wanted && running !== wanted
      ? ` ${running} still serves requests.`
      : '';
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
    diagnosis?.lastDeployed !== undefined &&
    diagnosis.lastDeployed === (application.revision ?? diagnosis.revision);
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

function because(message: string | undefined): string {
  return message ? `: ${toLine(message).replace(/\.$/, '')}` : '';
}
