const MAX_SHOWN = 2;

/** Lists and details as one language writes them. */
export class Format {
  readonly #list: Intl.ListFormat;
  readonly #time: Intl.DateTimeFormat;
  readonly #more: (count: number) => string;

  constructor(locale: string, options: { more(count: number): string }) {
    this.#list = new Intl.ListFormat(locale, { type: 'conjunction' });
    this.#time = new Intl.DateTimeFormat(locale, {
      dateStyle: 'medium',
      timeStyle: 'short',
      timeZone: 'UTC',
    });
    this.#more = options.more;
  }

  /** `a`, `a and b`, `a, b and 3 more`. */
  list(items: readonly string[]): string {
    const more = items.length - MAX_SHOWN;
    return this.#list.format(
      more > 0 ? [...items.slice(0, MAX_SHOWN), this.#more(more)] : [...items],
    );
  }

  /** A moment, in UTC: the server does not know the reader's time zone. */
  time(iso: string): string {
    return `${this.#time.format(new Date(iso))} UTC`;
  }
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
  if (!text) return text;
  return `${text[0].toUpperCase()}${text.slice(1)}${
    /[.!?…]$/.test(text) ? '' : '.'
  }`;
}
