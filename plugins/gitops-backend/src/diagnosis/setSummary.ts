import type {
  InstanceProblem,
  SetCondition,
} from 'backstage-plugin-gitops-common';
import type { ListedApplicationSet } from '../argocd/applicationSetSchemas';
import type { ApplicationSetError } from '../inventory/Diagnosis';
import { toLine } from '../judgement/text';
import { setErrorOf } from './applicationSet';

/** What is held of a listed ApplicationSet: its status can name thousands of Applications. */
export interface SetSummary {
  readonly namespace: string;
  readonly name: string;
  readonly conditions: readonly SetCondition[];
  readonly error?: ApplicationSetError;
  /** Of each step of its RollingSync, how many Applications are in which state */
  readonly steps?: readonly Readonly<Record<string, number>>[];
}

/** What the last list of an instance's ApplicationSets gave. */
export interface ListedSets {
  readonly sets: readonly SetSummary[];
  readonly readAt?: number;
  /** Why the last attempt failed */
  readonly problem?: InstanceProblem;
}

export function setSummaryOf(set: ListedApplicationSet): SetSummary {
  const { namespace, name } = set.metadata;
  return {
    namespace,
    name,
    conditions: conditionsOf(set),
    error: setErrorOf(set),
    steps: stepsOf(set),
  };
}

function conditionsOf({ status: known }: ListedApplicationSet): SetCondition[] {
  return (known?.conditions ?? []).flatMap(
    ({ type, status, message, lastTransitionTime }) =>
      type && status
        ? [
            {
              type: toLine(type),
              status: toLine(status),
              message: toLine(message ?? ''),
              since: lastTransitionTime ?? null,
            },
          ]
        : [],
  );
}

function stepsOf({ spec, status }: ListedApplicationSet) {
  const rolling = spec?.strategy?.rollingSync;
  if (!rolling) return undefined;
  const steps = rolling.steps.map(() => new Map<string, number>());
  for (const one of status?.applicationStatus ?? []) {
    const step = steps[Number(one.step) - 1];
    if (step && one.status)
      step.set(one.status, (step.get(one.status) ?? 0) + 1);
  }
  return steps.map(step => Object.fromEntries(step));
}
