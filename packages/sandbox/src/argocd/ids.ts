import { createHash } from 'crypto';

/** The same text gives the same UID, so that two runs of the simulation can be compared. */
export function uidOf(text: string): string {
  const hex = createHash('sha1').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(
    13,
    16,
  )}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

/** A suffix as Kubernetes gives to generated names. */
export function suffixOf(text: string, length: number): string {
  const bytes = createHash('sha1').update(text).digest();
  return Array.from(
    bytes.subarray(0, length),
    byte => alphabet[byte % alphabet.length],
  ).join('');
}

/** A number from 0 up to `below`, the same for the same text. */
export function numberOf(text: string, below: number): number {
  return createHash('sha1').update(text).digest().readUInt32BE(0) % below;
}
