import type { Dispatcher } from 'undici';
import { discard, readText } from './answers';
import { ArgoCdError } from './ArgoCdError';
import { quoted } from './quoted';

const MAX_FAILURE_BYTES = 64 * 1024;
/** A proxy may ask to wait for a day. Nobody wants the page to be that old. */
const MAX_RETRY_AFTER_MS = 10 * 60_000;
/**
 * Client errors that a server or a proxy gives up with: request timeout, and the status for a
 * cancelled call, which argocd-server answers while it shuts down.
 */
const GIVEN_UP = [408, 499];

/** What was sent, as far as a refusal has to be understood from it. */
export interface RefusedRequest {
  /** Never quoted, should the server repeat them */
  secrets: readonly string[];
  /** The right in Argo CD that the request needs: `applications, sync, team-a/*` */
  right?: string;
}

/** The meaning of an answer other than 200. Quotes Argo CD's own words, without secrets. */
export async function readFailure(
  answer: Dispatcher.ResponseData,
  { secrets, right }: RefusedRequest,
): Promise<ArgoCdError> {
  const { statusCode: status, headers } = answer;
  if (status >= 300 && status < 400) {
    discard(answer.body);
    return redirected(status, headers.location, secrets);
  }
  // An unreadable body must not hide the status
  const message = await readText(answer, MAX_FAILURE_BYTES)
    .then(text => messageIn(text, secrets))
    .catch(() => undefined);
  const quote = message ? `${status}: ${message}` : `${status}`;
  const retryAfterMs = retryAfter(headers['retry-after']);
  const impersonated = deniedByCluster(quote);
  if (impersonated) return impersonated;
  if (status === 403) return denied(quote, right);
  if (status === 401)
    return new ArgoCdError(
      'unauthorized',
      `Argo CD does not accept the token (${quote})`,
    );
  if (status === 404)
    return new ArgoCdError(
      'notFound',
      `Argo CD does not know the address or the Application (${quote})`,
    );
  if (status === 429)
    return new ArgoCdError(
      'rateLimited',
      'Argo CD asks for fewer requests (429)',
      { retryAfterMs },
    );
  if (status < 500 && !GIVEN_UP.includes(status)) return refused(quote);
  return new ArgoCdError('serverError', `Argo CD answered ${quote}`, {
    retryAfterMs,
  });
}

/**
 * Where an AppProject impersonates a service account, the cluster denies what that may not read.
 */
function deniedByCluster(quote: string): ArgoCdError | undefined {
  const denial = /forbidden: User "([^"]+)" cannot (\w+) resource "([^"]+)"/;
  const [, user, verb, resource] = denial.exec(quote) ?? [];
  if (!user) return undefined;
  return new ArgoCdError(
    'forbidden',
    `The cluster denies ${user}, as whom Argo CD acts in this AppProject, to ${verb} ${resource} (${quote})`,
    {
      advice: `Grant ${user} the right to ${verb} ${resource} in the cluster. The policy of the portal's account in argocd-rbac-cm is not the cause.`,
    },
  );
}

/** Argo CD answers 403 for a sync window, too: only its message tells. */
function denied(quote: string, right: string | undefined): ArgoCdError {
  if (quote.includes('blocked by sync window'))
    return new ArgoCdError(
      'blockedByWindow',
      `Argo CD forbids the sync now (${quote})`,
    );
  if (!right)
    return new ArgoCdError(
      'forbidden',
      `Argo CD denies the account access (${quote})`,
    );
  return new ArgoCdError(
    'forbidden',
    `The portal's account in Argo CD has no right to "${right}" (${quote})`,
    {
      advice: `Grant the account the policy "p, <account>, ${right}, allow" in argocd-rbac-cm.`,
    },
  );
}

function refused(quote: string): ArgoCdError {
  return quote.includes('another operation is already in progress')
    ? new ArgoCdError(
        'operationRunning',
        `Argo CD runs another operation of the Application (${quote})`,
      )
    : new ArgoCdError('refused', `Argo CD refuses the request (${quote})`);
}

function redirected(
  status: number,
  location: string | string[] | undefined,
  secrets: readonly string[],
): ArgoCdError {
  // The query of a sign-in page may hold secrets
  const target = String(location ?? 'elsewhere').replace(/[?#].*$/s, '');
  return new ArgoCdError(
    'misconfigured',
    `Argo CD redirects to ${quoted(
      target,
      secrets,
    )} (${status}), which is not followed. Configure the address that Argo CD itself has as the url`,
  );
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

/** The header gives seconds or a date. */
function retryAfter(header: string | string[] | undefined): number | undefined {
  if (typeof header !== 'string' || header.trim() === '') return undefined;
  const seconds = Number(header);
  const waitMs = Number.isFinite(seconds)
    ? seconds * 1000
    : Date.parse(header) - Date.now();
  if (Number.isNaN(waitMs)) return undefined;
  return Math.min(Math.max(0, waitMs), MAX_RETRY_AFTER_MS);
}
