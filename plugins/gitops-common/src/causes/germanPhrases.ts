import type { Canary, Difference, HookFailure, MissingFile } from './Cause';
import { listIn } from '../lists';
import { because, ofVersion, timeIn, wave } from './format';

/** Parts that several sentences share. */

export const time = timeIn('de');
export const list = listIn('de', {
  shown: 2,
  more: count => `${count} weitere`,
});

export function detailOf(params: MissingFile | { detail?: string }) {
  return 'missingFile' in params
    ? `${params.missingFile} existiert nicht`
    : params.detail;
}

export function hookFailed({
  resource,
  wave: number,
  version,
  detail,
}: HookFailure) {
  const place =
    number === undefined ? resource : `${resource}, Wave ${wave(number)}`;
  return `${ofVersion(version, 'von')} ist fehlgeschlagen (${place})${because(
    detail,
  )}.`;
}

/** What differs, without a full stop. */
export function differs({ differing, missing, leftover }: Difference): string {
  const parts = [
    differing.length > 0 &&
      `${list(differing)} ${
        differing.length === 1 ? 'weicht' : 'weichen'
      } von Git ab`,
    missing.length > 0 &&
      `${list(missing)} ${
        missing.length === 1 ? 'fehlt' : 'fehlen'
      } im Cluster`,
    leftover.length > 0 &&
      `${list(leftover)} ${
        leftover.length === 1 ? 'ist' : 'sind'
      } nicht mehr in Git`,
  ].filter(part => part !== false);
  return parts.join('; ') || 'Git und Cluster unterscheiden sich';
}

export function progress({ step, steps, weight }: Canary): string {
  const parts = [
    step !== undefined && steps && `Schritt ${step} von ${steps}`,
    weight !== undefined && `${weight} % der Anfragen`,
  ].filter(Boolean);
  return parts.length > 0 ? ` bei ${parts.join(', ')}` : '';
}

/** `Der Pod von 1.6.0`, `1 von 2 Pods von 1.6.0`. */
export function podsOf(count: number, total: number, version?: string): string {
  const what = total === 1 ? 'Der Pod' : `${count} von ${total} Pods`;
  return `${what}${ofVersion(version, 'von')}`;
}

export function notReadyAfter(restarts: number | undefined) {
  return restarts
    ? `nicht bereit nach ${restarts} ${
        restarts === 1 ? 'Neustart' : 'Neustarts'
      }`
    : undefined;
}

export function pods(count: number): string {
  return count === 1 ? 'Pod' : 'Pods';
}
