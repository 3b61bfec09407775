import type {
  ApplicationSet,
  ListedApplicationSet,
} from '../argocd/applicationSetSchemas';
import {
  ApplicationSetError,
  isSameRevisions,
  RollingStep,
} from '../inventory/Diagnosis';

/**
 * Where an Application stands in the RollingSync of its ApplicationSet; undefined where there is
 * none.
 *
 * @param compared - the revisions that the Application is compared to
 */
export function rollingStepOf(
  set: ApplicationSet,
  application: string,
  compared: readonly string[],
): RollingStep | undefined {
  const rolling = set.spec?.strategy?.rollingSync;
  if (!rolling) return undefined;
  const status = set.status?.applicationStatus.find(
    one => one.application === application,
  );
  const step = Number(status?.step);
  if (!status?.status || !Number.isInteger(step)) return undefined;
  const before = rolling.steps[step - 2];
  const { targetRevisions } = status;
  return {
    status: status.status,
    since: status.lastTransitionTime ?? undefined,
    step,
    after: (before?.matchExpressions ?? []).flatMap(({ operator, values }) =>
      operator === 'In' ? values : [],
    ),
    // Old versions of Argo CD name no revisions
    isBehind:
      compared.some(Boolean) &&
      targetRevisions.some(Boolean) &&
      !isSameRevisions(targetRevisions, compared),
  };
}

/**
 * The error that an ApplicationSet reports; undefined if `ErrorOccurred` is `False`.
 */
export function setErrorOf({
  status: known,
}: ListedApplicationSet): ApplicationSetError | undefined {
  const error = known?.conditions.find(
    ({ type, status }) => type === 'ErrorOccurred' && status === 'True',
  );
  return (
    error && {
      detail: error.message ?? '',
      since: error.lastTransitionTime ?? undefined,
    }
  );
}
