import { mockServices } from '@backstage/backend-test-utils';

/** What was written to the audit log. */
export interface AuditedEvent {
  eventId: string;
  meta: Record<string, unknown>;
  /** `success`, or the message of what was thrown; none while it goes on */
  outcome?: string;
}

/** An audit log that can be looked at. */
export function capturingAuditor() {
  const events: AuditedEvent[] = [];
  const { factory, createEvent } = mockServices.auditor.mock({
    createEvent: async ({ eventId, meta }) => {
      const event: AuditedEvent = { eventId, meta: { ...meta } };
      events.push(event);
      return {
        success: async ended => {
          Object.assign(event.meta, ended?.meta);
          event.outcome = 'success';
        },
        fail: async ended => {
          Object.assign(event.meta, ended.meta);
          event.outcome = ended.error.message;
        },
      };
    },
  });
  return { events, factory, auditor: { createEvent } };
}
