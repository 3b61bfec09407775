import type { Cause } from 'backstage-plugin-gitops-common';
import { isWell } from '../argocd/Application';
import { isWorkload } from '../diagnosis/workloads';
import { Diagnosis, nameOf } from '../inventory/Diagnosis';
import type { Facts } from './facts';
import { toLine } from './text';

/** Warnings in an Application's conditions, in every state. */
export function warnings(facts: Facts): Cause[] {
  return [
    ...excludedCauses(facts),
    ...repeatedCauses(facts),
    ...sharedCauses(facts),
  ];
}

/**
 * Whether a workload is left out of all that Argo CD does and shows: it may run, applied by
 * somebody else.
 */
export function isWorkloadExcluded(diagnosis: Diagnosis): boolean {
  return excludedIn(diagnosis).some(isWorkload);
}

/** Argo CD writes `Resource apps/Deployment orders is excluded in the settings`. */
function excludedIn(diagnosis: Diagnosis | undefined) {
  return messagesOf(diagnosis, 'ExcludedResourceWarning').flatMap(message => {
    const [, group, kind, name] =
      /^Resource ([^/\s]*)\/(\S+) (\S+) is excluded in the settings/.exec(
        message,
      ) ?? [];
    return kind ? [{ group, kind, name }] : [];
  });
}

function excludedCauses({ diagnosis }: Facts): Cause[] {
  const resources = excludedIn(diagnosis).map(nameOf);
  return resources.length > 0
    ? [{ code: 'resourcesExcluded', params: { resources } }]
    : [];
}

/**
 * Argo CD writes `Resource apps/Deployment/shop/orders appeared 2 times among application
 * resources.`
 */
function repeatedCauses({ diagnosis }: Facts): Cause[] {
  return messagesOf(diagnosis, 'RepeatedResourceWarning').flatMap(
    (message): Cause[] => {
      const [, path, count] =
        /^Resource (\S+) appeared (\d+) times/.exec(message) ?? [];
      const [, kind, , name] = path?.split('/') ?? [];
      return name
        ? [
            {
              code: 'resourceRepeated',
              params: { resource: `${kind} ${name}`, count: Number(count) },
            },
          ]
        : [];
    },
  );
}

/**
 * Argo CD writes `Deployment/orders is part of applications argocd/a and argocd/b`, and names
 * itself first. Of a well Application that is not said: its conditions are not read again.
 */
function sharedCauses({ application, diagnosis }: Facts): Cause[] {
  if (isWell(application)) return [];
  return messagesOf(diagnosis, 'SharedResourceWarning').flatMap(
    (message): Cause[] => {
      const [, kind, name, other] =
        /^([^/\s]+)\/(\S+) is part of applications \S+ and (\S+)$/.exec(
          message,
        ) ?? [];
      return kind
        ? [
            {
              code: 'sharedResource',
              params: { resource: `${kind} ${name}`, application: other },
            },
          ]
        : [];
    },
  );
}

function messagesOf(diagnosis: Diagnosis | undefined, type: string): string[] {
  return (diagnosis?.conditions ?? [])
    .filter(one => one.type === type)
    .map(({ message }) => toLine(message));
}
