import type { Cause } from 'backstage-plugin-gitops-common';
import {
  imagesLike,
  isSameVersion,
  versionOfImage,
} from 'backstage-plugin-gitops-node';
import { isWorkload } from '../diagnosis/workloads';
import {
  ComparedResource,
  Diagnosis,
  isSameResource,
  isSameRevisions,
  nameOf,
  OperationResource,
} from '../inventory/Diagnosis';
import { differenceVerdict } from './difference';
import { comparedRevisions, Facts } from './facts';
import { podsCause } from './podsCause';
import { toLine } from './text';
import { Verdict, whatRuns } from './Verdict';

/** The last operation failed, and no later commit has fixed it. */
export function failureVerdict(facts: Facts): Verdict | undefined {
  const { operationPhase, operationFinishedAt } = facts.application;
  if (operationPhase !== 'Failed' && operationPhase !== 'Error')
    return undefined;
  if (facts.diagnosis?.operation?.isDryRun || isOvertaken(facts))
    return undefined;
  const [cause, ...remarks] = failureCauses(facts);
  return {
    state: 'failed',
    cause,
    remarks: [...remarks, ...heldCommit(facts)],
    since: operationFinishedAt ?? null,
  };
}

/** A sync window that keeps Argo CD from syncing what Git has now instead of what failed. */
function heldCommit(facts: Facts): Cause[] {
  const { cause } = differenceVerdict(facts);
  return facts.application.sync === 'OutOfSync' &&
    cause?.code === 'syncWindow' &&
    !isOfComparedCommit(facts)
    ? [cause]
    : [];
}

function isOfComparedCommit(facts: Facts): boolean {
  const { revisions = [] } = facts.diagnosis?.operation ?? {};
  return (
    revisions.length === 0 ||
    isSameRevisions(revisions, comparedRevisions(facts))
  );
}

/**
 * A later healthy commit fixes a failed apply. A failed hook stays failed until it succeeds, or
 * until Git asks for another version: if that one runs already, Argo CD syncs nothing.
 */
function isOvertaken(facts: Facts): boolean {
  const { application, diagnosis } = facts;
  const failed = failedResourceOf(diagnosis);
  return (
    application.sync === 'Synced' &&
    application.health === 'Healthy' &&
    !isOfComparedCommit(facts) &&
    (!failed?.hook || isOfAnotherVersion(failed, facts))
  );
}

/** Whether a hook ran the service's own image in a version that Git does not ask for. */
function isOfAnotherVersion(
  { images }: OperationResource,
  { repository, wantedImages }: Facts,
): boolean {
  const own = repository ? imagesLike(images, repository) : [];
  return (
    own.length > 0 &&
    wantedImages.length > 0 &&
    !own.some(image =>
      wantedImages.some(wanted => isSameVersion(image, wanted)),
    )
  );
}

/** What an operation failed at; undefined where it didn't, or Argo CD names no resource. */
export function failedResourceOf(
  diagnosis: Diagnosis | undefined,
): OperationResource | undefined {
  const failed = diagnosis?.operation?.resources.filter(
    ({ phase, status }) =>
      phase === 'Failed' || phase === 'Error' || status === 'SyncFailed',
  );
  // A SyncFail hook runs because something else has failed
  return failed?.find(({ hook }) => hook !== 'SyncFail') ?? failed?.[0];
}

/** Why the last operation failed, and what still runs. */
export function failureCauses(facts: Facts): [Cause, ...Cause[]] {
  const { diagnosis } = facts;
  if (!diagnosis) return [{ code: 'syncFailed', params: {} }];
  const failed = failedResourceOf(diagnosis);
  if (failed)
    return [
      failureCause(failed, facts),
      ...unhealthyPods(failed, facts),
      ...consequences(failed, diagnosis, facts),
    ];
  const message = diagnosis.operation?.message;
  // Argo CD itself stops what takes too long, and then says so
  const cause: Cause = /^operation terminated(?!.* triggered by )/i.test(
    message ?? '',
  )
    ? { code: 'syncTerminated', params: {} }
    : {
        code: 'syncFailed',
        params: { detail: message ? toLine(message) : undefined },
      };
  return [cause, ...whatRuns(facts)];
}

/** What is wrong with the Pods of a workload that was applied. */
function unhealthyPods(failed: OperationResource, facts: Facts): Cause[] {
  const isUnhealthy =
    isWorkload(failed) && !failed.hook && failed.status === 'Synced';
  const cause = isUnhealthy && podsCause(facts);
  return cause ? [cause] : [];
}

function failureCause(failed: OperationResource, facts: Facts): Cause {
  const { diagnosis } = facts;
  const compared = diagnosis?.resources.find(one =>
    isSameResource(one, failed),
  );
  const message = failed.message ?? compared?.healthMessage;
  const detail = message ? toLine(message) : undefined;
  // If the API server refused the ExternalSecret, its store was never read
  if (failed.kind === 'ExternalSecret' && failed.status !== 'SyncFailed')
    return secretCause(failed, diagnosis);
  // What was applied fails the sync if it turns out to be unhealthy
  if (!failed.hook)
    return {
      code: failed.status === 'Synced' ? 'unhealthyInSync' : 'applyFailed',
      params: { resource: nameOf(failed), detail },
    };
  const params = {
    resource: nameOf(failed),
    wave: compared?.wave || undefined,
    version: versionOfHook(failed, facts),
    detail,
  };
  return isMigration(failed)
    ? { code: 'migrationFailed', params }
    : { code: 'hookFailed', params: { ...params, hook: failed.hook } };
}

export function isMigration({ name }: { name: string }): boolean {
  return /migrat/i.test(name);
}

/**
 * Only where the hook runs the service's own image: the version of a test's image says nothing of
 * the service.
 */
function versionOfHook(
  { images }: OperationResource,
  { repository }: Facts,
): string | undefined {
  const [image] = repository ? imagesLike(images, repository) : [];
  return image && versionOfImage(image);
}

function secretCause(
  { name }: OperationResource,
  diagnosis: Diagnosis | undefined,
): Cause {
  const failure = diagnosis?.secretFailure;
  if (!failure)
    return { code: 'secretUnreadable', params: { externalSecret: name } };
  const { secretKey, remoteKey } = failure;
  return secretKey
    ? { code: 'secretKeyMissing', params: { key: secretKey, remoteKey } }
    : {
        code: 'remoteKeyMissing',
        params: { remoteKey, externalSecret: name },
      };
}

function consequences(
  failed: OperationResource,
  diagnosis: Diagnosis,
  facts: Facts,
): Cause[] {
  const resources = untouchedBy(failed, diagnosis).map(nameOf);
  if (isNothingDeployed(diagnosis))
    return [{ code: 'nothingDeployed', params: { resources } }];
  const runs = whatRuns(facts);
  if (runs.length === 0) return [{ code: 'runningUnknown', params: {} }];
  return resources.length > 0
    ? [...runs, { code: 'notTouched', params: { resources } }]
    : runs;
}

/** Whether no workload is in the cluster. One that was just applied may have no Pod yet. */
function isNothingDeployed({ operation, resources, pods }: Diagnosis): boolean {
  const isApplied = operation?.resources.some(
    one => isWorkload(one) && !one.hook && one.status === 'Synced',
  );
  if (isApplied) return false;
  const known = resources.filter(
    one => isWorkload(one) && !one.isHook && one.health !== undefined,
  );
  return known.length > 0
    ? known.every(({ health }) => health === 'Missing')
    : pods?.length === 0;
}

const PHASES = ['PreSync', 'Sync', 'PostSync'];

/** Workloads that the operation never reached: of later waves, or of a later phase. */
function untouchedBy(
  failed: OperationResource,
  diagnosis: Diagnosis,
): ComparedResource[] {
  const reached = diagnosis.operation?.resources ?? [];
  const isBeforeSync =
    PHASES.indexOf(failed.syncPhase ?? 'Sync') < PHASES.indexOf('Sync');
  const wave =
    diagnosis.resources.find(one => isSameResource(one, failed))?.wave ?? 0;
  return diagnosis.resources.filter(
    one =>
      !one.isHook &&
      isWorkload(one) &&
      one.sync !== 'Synced' &&
      (isBeforeSync || one.wave >= wave) &&
      !reached.some(other => isSameResource(other, one)),
  );
}
