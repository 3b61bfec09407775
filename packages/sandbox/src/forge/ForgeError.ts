/** A request that the forge refuses, with the status and the words of Gitea. */
export class ForgeError extends Error {
  override readonly name = 'ForgeError';

  constructor(
    readonly status: number,
    message: string,
    /** Gitea's `errors`: null or a list on most 404 answers, absent on others */
    readonly details?: string[] | null,
  ) {
    super(message);
  }
}

/** Gitea's answer for whatever isn't there or isn't for the caller to see. */
export function notFound(): ForgeError {
  return new ForgeError(404, 'not found', null);
}
