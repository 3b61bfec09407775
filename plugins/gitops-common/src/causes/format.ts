/** Writes moments in UTC: the server does not know the reader's time zone. */
export function timeIn(locale: string) {
  const format = new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'UTC',
  });
  return (iso: string) => `${format.format(new Date(iso))} UTC`;
}

/** `: what was said`, without a full stop of its own; nothing where nothing was said. */
export function because(detail: string | undefined): string {
  return detail ? `: ${detail.replace(/\.$/, '')}` : '';
}

/** ` of 1.6.0` where the version is known. */
export function ofVersion(
  version: string | undefined,
  preposition: string,
): string {
  return version ? ` ${preposition} ${version}` : '';
}

/** A wave with a real minus sign. */
export function wave(number: number): string {
  return String(number).replace('-', '−');
}

/** Text with a capital and a full stop. */
export function asSentence(text: string): string {
  return text && withFullStop(`${text[0].toUpperCase()}${text.slice(1)}`);
}

export function withFullStop(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
