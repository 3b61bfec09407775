/** An answer that is an error, as Argo CD's gateway writes it. Codes are those of gRPC. */
export class ApiError extends Error {
  override name = 'ApiError';

  constructor(readonly status: number, readonly code: number, message: string) {
    super(message);
  }

  get body(): { error: string; code: number; message: string } {
    return { error: this.message, code: this.code, message: this.message };
  }
}

export const unauthenticated = () =>
  new ApiError(401, 16, 'no session information');
export const denied = () => new ApiError(403, 7, 'permission denied');
export const blockedByWindow = () =>
  new ApiError(403, 7, 'cannot sync: blocked by sync window');
export const failedPrecondition = (message: string) =>
  new ApiError(400, 9, message);
export const invalidArgument = (message: string) =>
  new ApiError(400, 3, message);
export const notFound = (what: string) => new ApiError(404, 5, what);
export const unknown = (message: string) => new ApiError(500, 2, message);

export function applicationNotFound(name: string): ApiError {
  return notFound(`applications.argoproj.io "${name}" not found`);
}
