import type {
  AuditorService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import { BlockedError } from '../promotions/refuseBlocked';

/** What is audited: one entry, or one for each service that an action concerns. */
export interface AuditedAction<T> {
  readonly eventId: string;
  readonly meta: JsonObject | readonly JsonObject[];
  /** What the entry gets when the action is done, such as the id of the new promotion */
  known?(answer: T, meta: JsonObject): JsonObject;
}

/**
 * Writes to the audit log what a caller does, with who it is and how it ended. A refusal is a
 * failure: of a missing permission with its message, of gates with their names in `blockedBy`.
 */
export async function audited<T>(
  auditor: AuditorService,
  action: AuditedAction<T>,
  credentials: BackstageCredentials,
  act: () => Promise<T>,
): Promise<T> {
  const { eventId, known } = action;
  const by = callerRef(credentials);
  const entries = await Promise.all(
    [action.meta].flat().map(async meta => ({
      meta,
      event: await auditor.createEvent({
        eventId,
        severityLevel: 'medium',
        meta: { ...meta, by },
      }),
    })),
  );
  let answer: T;
  try {
    answer = await act();
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    const meta = error instanceof BlockedError ? refusalOf(error) : {};
    for (const { event } of entries) await event.fail({ error, meta });
    throw thrown;
  }
  for (const { event, meta } of entries)
    await event.success({ meta: known?.(answer, meta) ?? {} });
  return answer;
}

function refusalOf({ gates, version }: BlockedError): JsonObject {
  return {
    blockedBy: gates.map(({ gate }) => gate),
    ...(version !== undefined && { version }),
  };
}

/** Who calls: a user's entity, or the name of another plugin or of a token. */
export function callerRef({ principal }: BackstageCredentials): string {
  const { userEntityRef, subject } = principal as {
    userEntityRef?: string;
    subject?: string;
  };
  return userEntityRef ?? subject ?? 'unknown';
}
