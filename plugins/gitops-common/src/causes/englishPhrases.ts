import type { Canary, Difference, HookFailure, MissingFile } from './Cause';
import { listIn } from '../lists';
import { because, ofVersion, timeIn, wave } from './format';

/** Parts that several sentences share. */

export const time = timeIn('en-GB');
export const list = listIn('en-GB', {
  shown: 2,
  more: count => `${count} more`,
});

export function detailOf(params: MissingFile | { detail?: string }) {
  return 'missingFile' in params
    ? `${params.missingFile} does not exist`
    : params.detail;
}

export function hookFailed({
  resource,
  wave: number,
  version,
  detail,
}: HookFailure) {
  const place =
    number === undefined ? resource : `${resource}, wave ${wave(number)}`;
  return `${ofVersion(version, 'of')} failed (${place})${because(detail)}.`;
}

/** What differs, without a full stop. */
export function differs({ differing, missing, leftover }: Difference): string {
  const parts = [
    differing.length > 0 &&
      `${list(differing)} ${
        differing.length === 1 ? 'differs' : 'differ'
      } from Git`,
    missing.length > 0 &&
      `${list(missing)} ${
        missing.length === 1 ? 'is' : 'are'
      } missing in the cluster`,
    leftover.length > 0 &&
      `${list(leftover)} ${
        leftover.length === 1 ? 'is' : 'are'
      } no longer in Git`,
  ].filter(part => part !== false);
  return parts.join('; ') || 'Git and the cluster differ';
}

export function progress({ step, steps, weight }: Canary): string {
  const parts = [
    step !== undefined && steps && `step ${step} of ${steps}`,
    weight !== undefined && `${weight} % of the requests`,
  ].filter(Boolean);
  return parts.length > 0 ? ` at ${parts.join(', ')}` : '';
}

/** `The pod of 1.6.0`, `1 of 2 pods of 1.6.0`. */
export function podsOf(count: number, total: number, version?: string): string {
  const what = total === 1 ? 'The pod' : `${count} of ${total} pods`;
  return `${what}${ofVersion(version, 'of')}`;
}

export function notReadyAfter(restarts: number | undefined) {
  return restarts
    ? `not ready after ${restarts} ${plural(restarts, 'restart')}`
    : undefined;
}

export function plural(count: number, noun: string): string {
  return count === 1 ? noun : `${noun}s`;
}
