import type { Application } from '../argocd/Application';
import type { Diagnosis, OperationResource } from '../inventory/Diagnosis';
import { toLine, toList, toSentence } from './text';
import { whatRuns } from './sentences';
import { versionsOf } from './version';
import type { FoundVersions } from './versions';

/** What an operation failed at; undefined where it didn't, or Argo CD names no resource. */
export function failedResourceOf(
  diagnosis: Diagnosis,
): OperationResource | undefined {
  return diagnosis.operation?.resources.find(
    ({ phase, status }) =>
      phase === 'Failed' || phase === 'Error' || status === 'SyncFailed',
  );
}

/** Why the last operation failed, and what still runs, in a sentence or two. */
export function reasonOfFailure(
  application: Application,
  diagnosis: Diagnosis,
  versions: FoundVersions,
): string {
  const stillRuns = whatRuns(versions, diagnosis);
  const failed = failedResourceOf(diagnosis);
  if (!failed) {
    const message = diagnosis.operation?.message ?? 'the last sync failed';
    return [toSentence(message), stillRuns && `${stillRuns}.`]
      .filter(Boolean)
      .join(' ');
  }
  const untouched = untouchedBy(failed, diagnosis);
  const consequence = consequenceOf(stillRuns, untouched, diagnosis);
  if (failed.kind === 'ExternalSecret')
    return `${secretSentence(failed, diagnosis)} ${consequence}`;
  if (failed.hook)
    return `${hookSentence(application, failed, diagnosis)} ${consequence}`;
  const why = failed.message ? `: ${toLine(failed.message)}` : '';
  return `${failed.kind} ${failed.name} could not be applied${why.replace(
    /\.$/,
    '',
  )}. ${consequence}`;
}

function secretSentence(
  failed: OperationResource,
  { secretFailure }: Diagnosis,
): string {
  if (!secretFailure)
    return `ExternalSecret ${failed.name} can't be read from the store.`;
  const { secretKey, remoteKey } = secretFailure;
  return secretKey
    ? `Secret key ${secretKey} is missing in the store (${remoteKey}).`
    : `${remoteKey} is missing in the store (ExternalSecret ${failed.name}).`;
}

function hookSentence(
  application: Application,
  failed: OperationResource,
  diagnosis: Diagnosis,
): string {
  const wave = waveOf(failed, diagnosis);
  const place = `${failed.kind} ${failed.name}${
    wave === undefined ? '' : `, wave ${String(wave).replace('-', '−')}`
  }`;
  const version = versionsOf(failed.images, application)[0];
  const what = /migrat/i.test(failed.name)
    ? 'The migration'
    : `The ${failed.hook} hook`;
  const pod = diagnosis.resources.find(
    one => one.kind === failed.kind && one.name === failed.name,
  );
  const message = failed.message ?? pod?.healthMessage;
  const why = message ? `: ${toLine(message).replace(/\.$/, '')}` : '';
  return `${what}${version ? ` of ${version}` : ''} failed (${place})${why}.`;
}

function consequenceOf(
  stillRuns: string | undefined,
  untouched: readonly string[],
  diagnosis: Diagnosis,
): string {
  const nothingRan = isNothingDeployed(diagnosis);
  if (nothingRan && untouched.length > 0)
    return `Nothing was deployed: ${toList(untouched)} ${
      untouched.length > 1 ? 'wait' : 'waits'
    } for it.`;
  if (nothingRan) return 'Nothing was deployed.';
  if (stillRuns && untouched.length > 0)
    return `${stillRuns}; ${toList(untouched)} ${
      untouched.length > 1 ? 'were' : 'was'
    } not touched.`;
  if (stillRuns) return `${stillRuns}.`;
  return diagnosis.pods?.length === 0
    ? 'No pod is there.'
    : 'What runs is not known.';
}

/** Whether no workload is in the cluster: one that was just applied may have no Pod yet. */
function isNothingDeployed({ operation, resources, pods }: Diagnosis): boolean {
  const isApplied = operation?.resources.some(
    ({ kind, status }) => isWorkload(kind) && status === 'Synced',
  );
  if (isApplied) return false;
  const known = resources.filter(
    ({ kind, isHook, health }) =>
      isWorkload(kind) && !isHook && health !== undefined,
  );
  return known.length > 0
    ? known.every(({ health }) => health === 'Missing')
    : pods?.length === 0;
}

/** Workloads of later waves that the operation never reached. */
function untouchedBy(
  failed: OperationResource,
  diagnosis: Diagnosis,
): string[] {
  const reached = new Set(
    diagnosis.operation?.resources.map(({ kind, name }) => `${kind} ${name}`),
  );
  const wave = waveOf(failed, diagnosis) ?? 0;
  return diagnosis.resources
    .filter(
      ({ kind, name, wave: other, isHook }) =>
        !isHook &&
        other >= wave &&
        !reached.has(`${kind} ${name}`) &&
        isWorkload(kind),
    )
    .map(({ kind, name }) => `${kind} ${name}`);
}

function waveOf(
  resource: OperationResource,
  diagnosis: Diagnosis,
): number | undefined {
  return diagnosis.resources.find(
    ({ kind, name }) => kind === resource.kind && name === resource.name,
  )?.wave;
}

export function isWorkload(kind: string): boolean {
  return [
    'Deployment',
    'StatefulSet',
    'DaemonSet',
    'Rollout',
    'CronJob',
    'ReplicaSet',
  ].includes(kind);
}
