import {
  Entity,
  RELATION_OWNED_BY,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import type { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import type { EnvironmentDeployment } from 'backstage-plugin-gitops-common';
import { pathOfPage } from '../pathOfPage';

const severities = {
  failed: 'high',
  degraded: 'normal',
  healthy: 'low',
} as const;

const words = {
  failed: 'has failed',
  degraded: 'is degraded',
  healthy: 'is healthy again',
} as const;

/** What owners are notified of. */
export type NotifiedState = keyof typeof words;

/** @returns undefined where the catalog names nobody as the owner */
export function messageTo(
  entity: Entity,
  state: NotifiedState,
  deployment: EnvironmentDeployment,
): NotificationSendOptions | undefined {
  const owners = (entity.relations ?? [])
    .filter(({ type }) => type === RELATION_OWNED_BY)
    .map(({ targetRef }) => targetRef)
    .filter(ref => /^(user|group):/.test(ref));
  if (owners.length === 0) return undefined;
  const service = stringifyEntityRef(entity);
  const { environment, title, reason, running } = deployment;
  const { metadata } = entity;
  return {
    recipients: { type: 'entity', entityRef: [...new Set(owners)] },
    payload: {
      title: `${metadata.title ?? metadata.name} ${words[state]} in ${title}`,
      description: descriptionOf(state, reason, running),
      link: pathOfPage(service),
      severity: severities[state],
      topic: 'gitops',
      // A later message about the same service and environment takes the place of this one
      scope: `gitops:deployment:${service}:${environment}`,
    },
  };
}

function descriptionOf(
  state: NotifiedState,
  reason: string | null,
  running: string | null,
): string | undefined {
  if (state !== 'healthy') return reason ?? undefined;
  return running ? `${running} runs.` : undefined;
}
