import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import type { EventsService } from '@backstage/plugin-events-node';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import { promotionSentence } from 'backstage-plugin-gitops-common';
import { withDeadline } from 'backstage-plugin-gitops-node';
import { promotionMessage } from '../notifications/promotionMessage';
import type { PromotionRecord } from '../promotions/store/Records';
import type {
  PassedState,
  StoredPromotion,
} from '../promotions/StoredPromotion';
import { promotionEvent } from './promotionEvent';

/** For each of those who are told. */
const TIMEOUT_MS = 10_000;

export interface AnnounceOptions {
  auditor: AuditorService;
  events: Pick<EventsService, 'publish'>;
  notifications: NotificationService;
  logger: Pick<LoggerService, 'debug'>;
  entity(ref: string): Promise<Entity | undefined>;
  /** Path of a promotion in the portal */
  pathOf(promotion: StoredPromotion): string;
}

/**
 * Announces a state of a promotion to other plugins and to the audit log; and, if it is still the
 * current one, notifies the requester and the owners of the service.
 *
 * @throws where other plugins or the audit log can't be told
 */
export async function announcePromotion(
  record: PromotionRecord,
  passed: PassedState,
  options: AnnounceOptions & { signal: AbortSignal },
): Promise<void> {
  const { events, auditor, notifications, logger, signal } = options;
  // First what is most likely to fail: what follows it is not repeated then
  await within(signal, events.publish(promotionEvent(record, passed)));
  await within(signal, audit(record, passed, auditor));
  const { promotion } = record;
  if (passed !== promotion.passed.at(-1)) return;
  const entity = await options.entity(promotion.service).catch(() => undefined);
  const message = promotionMessage(promotion, {
    entity,
    link: options.pathOf(promotion),
  });
  if (!message) return;
  // Some portals have no notifications
  await within(signal, notifications.send(message)).catch(error =>
    logger.debug(`People were not told of ${promotion.id}: ${error}`),
  );
}

async function audit(
  { promotion, pullRequests }: PromotionRecord,
  { state, cause, at }: PassedState,
  auditor: AuditorService,
): Promise<void> {
  const { id, service, from, to, version, kind, withdrawnBy } = promotion;
  const event = await auditor.createEvent({
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
      at,
      requestedBy: promotion.requestedBy,
      reason: promotion.reason,
      overridden: promotion.overridden,
      pullRequests: pullRequests.flatMap(({ url }) => url ?? []),
      cause: cause.code,
      sentence: promotionSentence(cause),
      ...(withdrawnBy && { withdrawnBy: withdrawnBy.ref }),
    },
  });
  await event.success();
}

/** Services of the portal take no signal: they are not waited for any longer. */
async function within<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const deadline = withDeadline(signal, TIMEOUT_MS);
  try {
    deadline.signal.throwIfAborted();
    const aborted = new Promise<never>((_, reject) =>
      deadline.signal.addEventListener('abort', () =>
        reject(deadline.signal.reason),
      ),
    );
    return await Promise.race([work, aborted]);
  } finally {
    deadline.end();
  }
}
