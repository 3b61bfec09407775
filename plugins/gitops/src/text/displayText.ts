import { parseEntityRef } from '@backstage/catalog-model';

/** All but the line feed */
const controlCharacters = /(?:[^\P{Cc}\n]|\p{Zl}|\p{Zp})+/gu;
/** Characters that turn the direction of the text after them, also beyond their own sentence */
const directionOverrides = /[\u202a-\u202e\u2066-\u2069]/g;

/**
 * Text from Argo CD, from manifests or from annotations, fit to be read: without characters that
 * show nothing or that rearrange the page, and no longer than `maxLength`.
 */
export function displayText(
  text: string,
  options: { maxLength?: number } = {},
): string {
  const { maxLength = 20_000 } = options;
  const readable = text
    .replace(/\r\n?/g, '\n')
    .replace(controlCharacters, ' ')
    .replace(directionOverrides, '')
    .trim();
  return readable.length > maxLength
    ? `${readable.slice(0, maxLength - 1).trimEnd()}…`
    : readable;
}

/**
 * A line of a file: what shows nothing or rearranges the line gets a sign in its place, since a
 * reviewer has to see it. Tabs and spaces stay.
 */
export function displayCode(line: string): string {
  const maxLength = 5_000;
  const readable = line
    .replace(
      /[^\P{Cc}\t]|\p{Zl}|\p{Zp}|[\u202a-\u202e\u2066-\u2069]/gu,
      '\ufffd',
    )
    .slice(0, maxLength);
  return line.length > maxLength ? `${readable}…` : readable;
}

/** A name or version, on one line. */
export function displayName(name: string): string {
  return displayText(name, { maxLength: 120 }).replace(/\n/g, ' ');
}

/** A service by its name alone: `payments` */
export function serviceName(entityRef: string): string {
  return displayName(parseEntityRef(entityRef).name);
}

/** A version; of digests and commits, as much as tells them apart. */
export function displayVersion(version: string): string {
  if (/^sha256:[0-9a-f]{64}$/.test(version))
    return version.slice(0, 'sha256:'.length + 12);
  if (/^[0-9a-f]{40}$/.test(version)) return version.slice(0, 7);
  return displayName(version);
}

/** Of several, one after the other. */
export function displayVersions(versions: readonly string[]): string {
  return versions.map(displayVersion).join(', ');
}

/** The text with an end, so that another sentence can follow. */
export function asSentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
