import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { ArgoCdError } from './ArgoCdError';
import { quoted } from './quoted';

const MAX_FAILURE_BYTES = 64 * 1024;
/** A proxy may ask to wait for a day. Nobody wants the page to be that old. */
const MAX_RETRY_AFTER_MS = 10 * 60_000;

type Answer = Dispatcher.ResponseData;

/** The JSON of an answer. @throws ArgoCdError, or what the connection throws */
export async function readJson(
  answer: Answer,
  options: { path: string; maxBytes: number },
): Promise<unknown> {
  const text = await readText(answer, options.maxBytes);
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own error quotes the answer, which is nobody's business
    const what = /^\s*</.test(text) ? 'HTML' : 'something that is no JSON';
    throw new ArgoCdError(
      'nonsense',
      `Argo CD answered ${what} to ${options.path}`,
    );
  }
}

/** What an answer other than 200 means. Quotes Argo CD's own words, without `secrets`. */
export async function readFailure(
  answer: Answer,
  secrets: readonly string[],
): Promise<ArgoCdError> {
  const status = answer.statusCode;
  if (status >= 300 && status < 400) {
    discard(answer.body);
    return redirected(status, answer.headers.location, secrets);
  }
  // An unreadable body must not hide the status
  const said = await readText(answer, MAX_FAILURE_BYTES)
    .then(text => messageIn(text, secrets))
    .catch(() => undefined);
  const words = said ? `: ${said}` : '';
  const retryAfterMs = retryAfter(answer.headers['retry-after']);
  switch (status) {
    case 401:
      return new ArgoCdError(
        'unauthorized',
        `Argo CD does not accept the token (401${words})`,
      );
    case 403:
      return new ArgoCdError(
        'forbidden',
        `Argo CD denies the account access (403${words})`,
      );
    case 404:
      return new ArgoCdError(
        'notFound',
        `Argo CD does not know the address or the Application (404${words})`,
      );
    case 429:
      return new ArgoCdError(
        'rateLimited',
        'Argo CD asks for fewer requests (429)',
        { retryAfterMs },
      );
    default:
      return new ArgoCdError(
        'serverError',
        `Argo CD answered ${status}${words}`,
        { retryAfterMs },
      );
  }
}

/** Ends an answer that nobody reads. undici tells so as an error of the body, and an error that nobody listens to ends the process. */
export function discard(body: Readable): void {
  body.on('error', () => {}).destroy();
}

function redirected(
  status: number,
  location: string | string[] | undefined,
  secrets: readonly string[],
): ArgoCdError {
  // Without the query, in which a sign-in page is told what for
  const target = String(location ?? 'elsewhere').replace(/[?#].*$/s, '');
  return new ArgoCdError(
    'misconfigured',
    `Argo CD redirects to ${quoted(
      target,
      secrets,
    )} (${status}), which is not followed. Configure the address that Argo CD itself has as the url`,
  );
}

async function readText(answer: Answer, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of decompressed(answer)) {
    size += chunk.length;
    if (size > maxBytes)
      throw new ArgoCdError(
        'nonsense',
        `Argo CD's answer is larger than ${maxBytes / 1024 / 1024} MB`,
      );
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function decompressed(answer: Answer): Readable {
  if (!/^(x-)?gzip$/i.test(String(answer.headers['content-encoding'])))
    return answer.body;
  // Whoever reads the result sees how it fails
  return pipeline(answer.body, createGunzip(), () => {});
}

function messageIn(
  body: string,
  secrets: readonly string[],
): string | undefined {
  const parsed: unknown = JSON.parse(body);
  if (typeof parsed !== 'object' || parsed === null) return undefined;
  if (!('message' in parsed) || typeof parsed.message !== 'string')
    return undefined;
  return quoted(parsed.message, secrets);
}

/** Seconds or a date. */
function retryAfter(header: string | string[] | undefined): number | undefined {
  if (typeof header !== 'string' || header.trim() === '') return undefined;
  const seconds = Number(header);
  const waitMs = Number.isFinite(seconds)
    ? seconds * 1000
    : Date.parse(header) - Date.now();
  if (Number.isNaN(waitMs)) return undefined;
  return Math.min(Math.max(0, waitMs), MAX_RETRY_AFTER_MS);
}
