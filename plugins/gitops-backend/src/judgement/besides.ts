import type { Cause } from 'backstage-plugin-gitops-common';
import { isWell } from '../argocd/Application';
import { essenceOf } from './comparison';
import type { Facts } from './facts';
import { toLine } from './text';

/** What is true besides, whatever the state. */
export function besides(facts: Facts): Cause[] {
  if (facts.application.deletedSince !== undefined) return [];
  return [...sharedResources(facts), ...failedSet(facts)];
}

/** The Application goes on with what its ApplicationSet last made of it. */
function failedSet({ diagnosis }: Facts): Cause[] {
  const { applicationSet, applicationSetError } = diagnosis ?? {};
  if (!applicationSet || !applicationSetError) return [];
  const { detail, since } = applicationSetError;
  return [
    {
      code: 'applicationSetFailed',
      params: { applicationSet, detail: essenceOf(detail), since },
    },
  ];
}

/**
 * Argo CD writes `Deployment/orders is part of applications argocd/a and argocd/b`, and names itself
 * first. Of a well Application that is not said: its conditions are not read again.
 */
function sharedResources({ application, diagnosis }: Facts): Cause[] {
  if (isWell(application)) return [];
  return (diagnosis?.conditions ?? []).flatMap(({ type, message }): Cause[] => {
    const [, kind, name, other] =
      /^([^/\s]+)\/(\S+) is part of applications \S+ and (\S+)$/.exec(
        toLine(message),
      ) ?? [];
    return type === 'SharedResourceWarning' && kind
      ? [
          {
            code: 'sharedResource',
            params: { resource: `${kind} ${name}`, application: other },
          },
        ]
      : [];
  });
}
