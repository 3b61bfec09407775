import type { JsonObject } from '../argocd/Json';
import { failureNamed, failureTitles } from '../forge/failures/failureKinds';
import { pathPattern } from '../forge/failures/pathPattern';
import type { Forge } from '../forge/Forge';
import { ControlError } from './ControlError';
import { optionalText } from './fields';

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
const maxTimes = 1_000_000;

/** What the forge fails at, and can fail at. */
export function forgeFailuresState({ failures }: Forge) {
  return {
    kinds: failureTitles,
    asked: failures.list().map(({ failure, remaining, method, path }) => ({
      failure: failure.name,
      // JSON knows no infinity
      remaining: Number.isFinite(remaining) ? remaining : null,
      method: method ?? null,
      path: path === undefined ? null : String(path),
    })),
  };
}

/**
 * Lets requests fail: the next one, the next so many, or (null) all until told otherwise. @throws
 * ControlError
 */
export function addForgeFailure(forge: Forge, body: JsonObject): void {
  const name = optionalText(body, 'failure') ?? '';
  const message = optionalText(body, 'message');
  const failure = failureNamed(name, {
    retryAfterSeconds: countOf(body, 'retryAfterSeconds', 3600),
    ...(message === undefined ? {} : { message }),
  });
  if (!failure) {
    const names = failureTitles.map(kind => kind.name).join(', ');
    throw new ControlError(400, `failure must be one of ${names}`);
  }
  const method = optionalText(body, 'method')?.toUpperCase();
  if (method !== undefined && !methods.includes(method))
    throw new ControlError(400, `method must be one of ${methods.join(', ')}`);
  const path = optionalText(body, 'path');
  forge.failures.add({
    failure,
    method,
    path: path === undefined ? undefined : pathPattern(path),
    times:
      body.times === null ? Infinity : countOf(body, 'times', maxTimes) ?? 1,
  });
}

function countOf(
  body: JsonObject,
  key: string,
  max: number,
): number | undefined {
  const value = body[key];
  if (value === undefined) return undefined;
  if (Number.isInteger(value) && Number(value) >= 1 && Number(value) <= max)
    return Number(value);
  throw new ControlError(400, `${key} must be a whole number from 1 to ${max}`);
}
