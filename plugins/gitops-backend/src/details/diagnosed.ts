import type {
  ApplicationDetails,
  ResourceDetail,
} from 'backstage-plugin-gitops-common';
import {
  Diagnosis,
  FailureLog,
  isSameResource,
  RollingStep,
  Workload,
} from '../inventory/Diagnosis';
import { toLine } from '../judgement/text';

/** Of the details, what the diagnosis has read before: nobody who opens a page asks for it. */
export type Diagnosed = Pick<
  ApplicationDetails,
  'failureLog' | 'rollingStep' | 'rollouts'
>;

export function diagnosed(diagnosis: Diagnosis | undefined): Diagnosed {
  const failureLog = diagnosis?.failureLog;
  return {
    failureLog: failureLog ? logDetail(failureLog) : null,
    rollingStep: diagnosis?.rollingStep
      ? stepDetail(diagnosis.rollingStep)
      : null,
    rollouts: (diagnosis?.workloads ?? []).flatMap(rolloutDetail),
  };
}

/** Hooks with when they were created, as far as that was in the time of this operation. */
export function withHookTimes(
  resources: ResourceDetail[],
  operation: ApplicationDetails['operation'],
  diagnosis: Diagnosis | undefined,
): ResourceDetail[] {
  const hooks = diagnosis?.operation?.resources.filter(one => one.createdAt);
  if (!operation?.startedAt || !hooks?.length) return resources;
  const from = Date.parse(operation.startedAt);
  const to = Date.parse(operation.finishedAt ?? '');
  return resources.map(resource => {
    const hook = hooks.find(one => isSameResource(one, resource));
    const at = Date.parse(hook?.createdAt ?? '');
    return at >= from && !(at > to)
      ? { ...resource, startedAt: hook!.createdAt! }
      : resource;
  });
}

function logDetail(log: FailureLog): ApplicationDetails['failureLog'] {
  return {
    of: log.of,
    pod: log.pod ?? null,
    container: log.container ?? null,
    readAt: new Date(log.readAt).toISOString(),
    lines: [...log.lines],
    problem: log.problem ?? null,
    isForbidden: log.isForbidden ?? false,
  };
}

function stepDetail({
  step,
  status,
  since,
  after,
}: RollingStep): ApplicationDetails['rollingStep'] {
  return {
    step: step > 0 ? step : null,
    status: toLine(status),
    since: since ?? null,
    after: after.map(toLine),
  };
}

function rolloutDetail({
  name,
  inCluster,
}: Workload): ApplicationDetails['rollouts'] {
  const { isPaused = false, step, steps, weight } = inCluster?.canary ?? {};
  if (step === undefined || steps === undefined || step >= steps) return [];
  return [{ name, isPaused, step, steps, weight: weight ?? null }];
}
