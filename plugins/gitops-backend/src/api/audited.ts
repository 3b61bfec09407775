import type {
  AuditorService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';

/** What a caller does outside of this backend, written to the audit log with who it is and how it ended. */
export async function audited<T>(
  auditor: AuditorService,
  event: { eventId: string; meta: JsonObject },
  credentials: BackstageCredentials,
  act: () => Promise<T>,
): Promise<T> {
  const written = await auditor.createEvent({
    eventId: event.eventId,
    severityLevel: 'medium',
    meta: { ...event.meta, by: callerRef(credentials) },
  });
  try {
    const answer = await act();
    await written.success();
    return answer;
  } catch (error) {
    await written.fail({
      error: error instanceof Error ? error : new Error(String(error)),
    });
    throw error;
  }
}

/** Who calls: a user's entity, or the name of another plugin or of a token. */
export function callerRef({ principal }: BackstageCredentials): string {
  const { userEntityRef, subject } = principal as {
    userEntityRef?: string;
    subject?: string;
  };
  return userEntityRef ?? subject ?? 'unknown';
}
