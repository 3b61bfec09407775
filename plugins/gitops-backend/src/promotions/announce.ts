import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { Entity, RELATION_OWNED_BY } from '@backstage/catalog-model';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import { promotionSentence } from 'backstage-plugin-gitops-common';
import type { PromotionRecord } from './store/Records';

export interface AnnounceOptions {
  auditor: AuditorService;
  notifications: NotificationService;
  logger: LoggerService;
  entity(ref: string): Promise<Entity | undefined>;
  /** Path of a service's page in the portal */
  pathOf(service: string): string;
}

const severities = {
  merged: 'low',
  succeeded: 'low',
  failed: 'high',
} as const;

/** Tells of a promotion's state: every one to the audit log, what people wait for to those who asked for it and those who own the service. */
export async function announce(
  { promotion, pullRequests }: PromotionRecord,
  options: AnnounceOptions,
): Promise<void> {
  const { id, service, from, to, version, state, kind } = promotion;
  const event = await options.auditor.createEvent({
    eventId: 'promotion-state',
    severityLevel: state === 'failed' ? 'high' : 'medium',
    meta: {
      id,
      kind,
      service,
      from,
      to,
      version,
      state,
      requestedBy: promotion.requestedBy,
      reason: promotion.reason,
      overridden: promotion.overridden,
      pullRequests: pullRequests.flatMap(({ url }) => url ?? []),
      cause: promotion.cause.code,
      sentence: promotionSentence(promotion.cause),
      ...(promotion.withdrawnBy && { withdrawnBy: promotion.withdrawnBy.ref }),
    },
  });
  await event.success();
  if (!(state in severities)) return;
  const entity = await options.entity(service).catch(() => undefined);
  const owners = (entity?.relations ?? [])
    .filter(({ type }) => type === RELATION_OWNED_BY)
    .map(({ targetRef }) => targetRef);
  const people = [promotion.requestedBy, ...owners].filter(ref =>
    /^(user|group):/.test(ref),
  );
  if (people.length === 0) return;
  await options.notifications
    .send({
      recipients: { type: 'entity', entityRef: [...new Set(people)] },
      payload: {
        title: titleOf(service, version, to, state as keyof typeof severities),
        description: promotionSentence(promotion.cause),
        link: options.pathOf(service),
        severity: severities[state as keyof typeof severities],
        topic: 'gitops',
        // Told again, it replaces itself
        scope: `gitops:promotion:${id}`,
      },
    })
    // Some portals have no notifications
    .catch(error =>
      options.logger.debug(`People were not told of ${id}: ${error}`),
    );
}

function titleOf(
  service: string,
  version: string,
  to: string,
  state: keyof typeof severities,
): string {
  const name = service.split('/').at(-1);
  switch (state) {
    case 'merged':
      return `${name} ${version} to ${to}: merged`;
    case 'succeeded':
      return `${name} ${version} runs in ${to}`;
    default:
      return `${name} ${version} to ${to} failed`;
  }
}
