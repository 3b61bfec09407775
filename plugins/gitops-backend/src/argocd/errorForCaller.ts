import {
  ConflictError,
  CustomErrorBase,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import type { ArgoCdError } from './ArgoCdError';

/**
 * Argo CD refuses the portal itself. The caller has done nothing wrong and gains nothing by trying
 * again: somebody has to change a right or the configuration.
 */
export class PortalRefusedError extends CustomErrorBase {
  name = 'PortalRefusedError' as const;
  /** Bad gateway, which Backstage has no error for */
  readonly statusCode = 502;
}

/** The error of Backstage's that tells a caller of the API why a request to Argo CD failed. */
export function errorForCaller(
  { kind, message, advice }: ArgoCdError,
  application?: { instance: string; name: string },
): Error {
  const name = application?.name ?? 'the Application';
  const place = application ? `Argo CD ${application.instance}: ` : '';
  switch (kind) {
    case 'notFound':
      return new NotFoundError(
        application
          ? `Argo CD ${application.instance} no longer has ${name}`
          : message,
      );
    case 'operationRunning':
      return new ConflictError(
        `Argo CD is running another operation of ${name}. Try again when it has finished`,
      );
    case 'blockedByWindow':
      return new ConflictError(
        `A sync window of Argo CD forbids syncing ${name} now`,
      );
    case 'refused':
      return new ConflictError(message);
    case 'forbidden':
    case 'unauthorized':
    case 'misconfigured':
      return new PortalRefusedError(`${place}${message}. ${advice}`);
    default:
      return new ServiceUnavailableError(`${place}${message}`);
  }
}
