import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { ArgoCdError } from './ArgoCdError';
import type { Transport } from './Transport';

/**
 * Argo CD locks an account after five failed sign-ins. A refused sign-in is not repeated sooner
 * than
 * this, however many requests need it.
 */
const SIGN_IN_PAUSE_MS = 30_000;

/** Authenticates requests to an Argo CD server. */
export interface Credentials {
  /** @throws ArgoCdError */
  token(signal: AbortSignal): Promise<string>;
  /** Notes that the server no longer accepts the token. Returns whether another one may help. */
  rejected(token: string): boolean;
}

/** The token in the configuration. */
export function givenToken(token: string): Credentials {
  return { token: async () => token, rejected: () => false };
}

/**
 * A token in a file, such as a mounted secret. It is read again when the file changes, and when its
 * token is no longer accepted.
 */
export function tokenFromFile(file: string): Credentials {
  let known: { modified: number; token: string } | undefined;
  return {
    async token() {
      try {
        const { mtimeMs } = await stat(file);
        if (known?.modified !== mtimeMs)
          known = {
            modified: mtimeMs,
            token: (await readFile(file, 'utf8')).trim(),
          };
      } catch (cause) {
        throw new ArgoCdError(
          { code: 'tokenFileUnreadable', params: { file } },
          { cause },
        );
      }
      if (!known.token)
        throw new ArgoCdError({ code: 'tokenFileEmpty', params: { file } });
      return known.token;
    },
    rejected() {
      known = undefined;
      return false;
    },
  };
}

const session = z.object({ token: z.string().min(1) });

/**
 * A session of a user. Argo CD ends it after a day. It is opened when it is first required, and
 * again
 * when it is no longer accepted; concurrent requests share one sign-in.
 */
export function userSession(options: {
  transport: Pick<Transport, 'json'>;
  username: string;
  password: string;
  timeoutMs: number;
  now?: () => number;
}): Credentials {
  const { transport, username, password, timeoutMs, now = Date.now } = options;
  let current: Promise<string> | undefined;
  let opened: { token: string; at: number } | undefined;
  let refusedAt = -Infinity;
  const isPause = (since: number) => now() - since < SIGN_IN_PAUSE_MS;

  async function open(): Promise<string> {
    try {
      const answer = await transport.json({
        method: 'POST',
        path: 'api/v1/session',
        body: { username, password },
        secrets: [password],
        // Not tied to the first caller: others wait for the same session
        signal: new AbortController().signal,
        timeoutMs,
      });
      const { success, data } = session.safeParse(answer);
      if (!success)
        throw new ArgoCdError({ code: 'sessionWithoutToken', params: {} });
      opened = { token: data.token, at: now() };
      return data.token;
    } catch (error) {
      current = undefined;
      if (!isUnauthorized(error)) throw error;
      refusedAt = now();
      throw refusal();
    }
  }

  return {
    async token(signal) {
      signal.throwIfAborted();
      if (isPause(refusedAt)) throw refusal();
      current ??= open();
      return unlessAborted(current, signal);
    },
    rejected(token) {
      if (token !== opened?.token) return true;
      if (isPause(opened.at)) return false;
      current = undefined;
      opened = undefined;
      return true;
    },
  };
}

function isUnauthorized(error: unknown): boolean {
  return error instanceof ArgoCdError && error.kind === 'unauthorized';
}

function refusal(): ArgoCdError {
  return new ArgoCdError({ code: 'passwordRejected', params: {} });
}

function unlessAborted<T>(
  promise: Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    promise
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', abort));
  });
}
