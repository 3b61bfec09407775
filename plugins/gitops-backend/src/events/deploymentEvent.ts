import type { EventParams } from '@backstage/plugin-events-node';
import type { JsonObject } from '@backstage/types';
import type { StateChange } from './DeploymentStates';

/** Topic on Backstage's events service. */
export const deploymentTopic = 'gitops.deployment';

/** The event that other plugins receive when the state of an Application has changed. */
export function deploymentEvent(
  { application, environment, from, to, deployment }: StateChange,
  context: { serviceLabel: string; now: number },
): EventParams<JsonObject> {
  const { instance, namespace, name, labels } = application;
  return {
    topic: deploymentTopic,
    eventPayload: {
      service: labels[context.serviceLabel] ?? null,
      environment,
      instance,
      namespace,
      application: name,
      from,
      to,
      cause: deployment?.cause?.code ?? null,
      reason: deployment?.reason ?? null,
      running: deployment?.running ?? null,
      wanted: deployment?.wanted ?? null,
      since: deployment?.since ?? null,
      at: new Date(context.now).toISOString(),
    },
  };
}
