import type { InstanceProblem } from 'backstage-plugin-gitops-common';
import type { Dispatcher } from 'undici';
import { z } from 'zod';
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
  response: Dispatcher.ResponseData,
  { secrets, right }: RefusedRequest,
): Promise<ArgoCdError> {
  const { statusCode: status, headers } = response;
  if (status >= 300 && status < 400) {
    discard(response.body);
    return redirected(status, headers.location, secrets);
  }
  // An unreadable body must not hide the status
  const message = await readText(response, MAX_FAILURE_BYTES)
    .then(text => messageIn(text, secrets))
    .catch(() => undefined);
  const answer = message ? `${status}: ${message}` : `${status}`;
  return new ArgoCdError(problemOf(status, answer, right), {
    retryAfterMs:
      status === 429 || isGivenUp(status)
        ? retryAfter(headers['retry-after'])
        : undefined,
  });
}

function isGivenUp(status: number): boolean {
  return status >= 500 || GIVEN_UP.includes(status);
}

function problemOf(
  status: number,
  answer: string,
  right: string | undefined,
): InstanceProblem {
  const params = { answer };
  const impersonated = deniedByCluster(answer);
  if (impersonated) return impersonated;
  if (status === 403) return denied(answer, right);
  if (status === 401) return { code: 'tokenRejected', params };
  if (status === 404) return { code: 'notFound', params };
  if (status === 429) return { code: 'tooManyRequests', params: {} };
  if (isGivenUp(status)) return { code: 'serverError', params };
  return answer.includes('another operation is already in progress')
    ? { code: 'operationRunning', params }
    : { code: 'requestRefused', params };
}

/**
 * Where an AppProject impersonates a service account, the cluster denies what that may not read.
 */
function deniedByCluster(answer: string): InstanceProblem | undefined {
  const denial = /forbidden: User "([^"]+)" cannot (\w+) resource "([^"]+)"/;
  const [, user, verb, resource] = denial.exec(answer) ?? [];
  return user
    ? { code: 'deniedByCluster', params: { user, verb, resource, answer } }
    : undefined;
}

/** Argo CD answers 403 for a sync window, too: only its message tells. */
function denied(answer: string, right: string | undefined): InstanceProblem {
  if (answer.includes('blocked by sync window'))
    return { code: 'blockedByWindow', params: { answer } };
  return right
    ? { code: 'rightMissing', params: { right, answer } }
    : { code: 'accessDenied', params: { answer } };
}

function redirected(
  status: number,
  location: string | string[] | undefined,
  secrets: readonly string[],
): ArgoCdError {
  // The query of a sign-in page may hold secrets
  const address = String(location ?? '').replace(/[?#].*$/s, '');
  const to = quoted(address, secrets) || undefined;
  return new ArgoCdError({ code: 'redirected', params: { to, status } });
}

/** Of a stream's refusal, the words are one level deeper. */
const refusal = z.union([
  z.object({ message: z.string() }),
  z.object({ error: z.object({ message: z.string() }) }),
]);

function messageIn(
  body: string,
  secrets: readonly string[],
): string | undefined {
  const { success, data } = refusal.safeParse(JSON.parse(body));
  if (!success) return undefined;
  return quoted('error' in data ? data.error.message : data.message, secrets);
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
