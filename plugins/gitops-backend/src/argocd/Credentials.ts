import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { ArgoCdError } from './ArgoCdError';
import type { Transport } from './Transport';

/** Proves to an Argo CD server who asks. */
export interface Credentials {
  /** @throws ArgoCdError */
  token(signal: AbortSignal): Promise<string>;
  /** Told that the server no longer accepts the token. Answers whether another one is worth a try. */
  rejected(token: string): boolean;
}

/** The token that the configuration gives. */
export function givenToken(token: string): Credentials {
  return { token: async () => token, rejected: () => false };
}

/** A token in a file, such as a mounted secret: read again when the file changes. */
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
          'misconfigured',
          `The token file ${file} can't be read`,
          { cause },
        );
      }
      if (!known.token)
        throw new ArgoCdError(
          'misconfigured',
          `The token file ${file} is empty`,
        );
      return known.token;
    },
    rejected() {
      known = undefined;
      return false;
    },
  };
}

const session = z.object({ token: z.string().min(1) });

/** A session of a user, which Argo CD ends after a day: opened when first needed and again when it is no longer accepted. */
export function userSession(options: {
  transport: Transport;
  username: string;
  password: string;
  timeoutMs: number;
}): Credentials {
  const { transport, username, password, timeoutMs } = options;
  let current: Promise<string> | undefined;
  let rejectedBefore = false;

  async function open(signal: AbortSignal): Promise<string> {
    const answer = await transport.json({
      method: 'POST',
      path: 'api/v1/session',
      body: { username, password },
      signal,
      timeoutMs,
    });
    const parsed = session.safeParse(answer);
    if (!parsed.success)
      throw new ArgoCdError(
        'nonsense',
        'Argo CD opened a session without a token',
      );
    rejectedBefore = false;
    return parsed.data.token;
  }

  return {
    token(signal) {
      current ??= open(signal).catch(error => {
        current = undefined;
        throw error;
      });
      return current;
    },
    rejected() {
      current = undefined;
      const isWorthATry = !rejectedBefore;
      rejectedBefore = true;
      return isWorthATry;
    },
  };
}
