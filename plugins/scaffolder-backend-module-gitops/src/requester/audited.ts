import type { AuditorService } from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import type { Requester } from 'backstage-plugin-gitops-node';

/**
 * Writes to the audit log what a task does at a Git host, with who started it and how it ended. A
 * task that is recovered says it again, with the same `taskId`.
 *
 * @param act - answers what is known once it is done
 */
export async function audited(
  auditor: AuditorService,
  of: { eventId: string; by: Requester; taskId: string; meta: JsonObject },
  act: () => Promise<JsonObject>,
): Promise<void> {
  const event = await auditor.createEvent({
    eventId: of.eventId,
    severityLevel: 'medium',
    meta: { ...of.meta, taskId: of.taskId, by: of.by.ref },
  });
  let known: JsonObject;
  try {
    known = await act();
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    await event.fail({ error });
    throw thrown;
  }
  await event.success({ meta: known });
}
