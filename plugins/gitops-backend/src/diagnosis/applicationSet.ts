import type { ApplicationSet } from '../argocd/detailSchemas';
import type { Diagnosis, RollingStep } from '../inventory/Diagnosis';

/**
 * Where an Application stands in the RollingSync of its ApplicationSet; undefined where there is
 * none.
 */
export function rollingStepOf(
  set: ApplicationSet,
  application: string,
): RollingStep | undefined {
  const rolling = set.spec?.strategy?.rollingSync;
  if (!rolling) return undefined;
  const status = set.status?.applicationStatus.find(
    one => one.application === application,
  );
  const step = Number(status?.step);
  if (!status?.status || !Number.isInteger(step)) return undefined;
  const before = rolling.steps[step - 2];
  const after = before?.matchExpressions
    .flatMap(({ operator, values }) => (operator === 'In' ? values : []))
    .join(' and ');
  return { status: status.status, step, after: after || undefined };
}

/**
 * Why an ApplicationSet updates none of its Applications. All is well where `ErrorOccurred` is
 * `False`.
 */
export function setErrorOf(
  set: ApplicationSet,
): Diagnosis['applicationSetError'] {
  const error = set.status?.conditions.find(
    ({ type, status }) => type === 'ErrorOccurred' && status === 'True',
  );
  return (
    error && {
      detail: error.message ?? '',
      since: error.lastTransitionTime ?? undefined,
    }
  );
}
