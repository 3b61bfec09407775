/**
 * Text that is HTML already. Only {@link html} makes it, so that nothing gets onto a page
 * unescaped.
 */
export class Html {
  constructor(readonly text: string) {}
}

/** What a template takes: text is escaped, HTML is not, lists are joined, nothing is nothing. */
export type Part =
  | Html
  | string
  | number
  | false
  | null
  | undefined
  | readonly Part[];

export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(
    strings
      .map((text, i) => (i === 0 ? text : render(parts[i - 1]) + text))
      .join(''),
  );
}

function render(part: Part): string {
  if (part instanceof Html) return part.text;
  if (part === null || part === undefined || part === false) return '';
  if (typeof part === 'string' || typeof part === 'number')
    return escapeHtml(String(part));
  return part.map(render).join('');
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Safe as text and within a quoted attribute; control characters are shown as such. */
export function escapeHtml(text: string): string {
  return text
    .replace(/(?![\n\r\t])\p{Cc}/gu, '\ufffd')
    .replace(/[&<>"']/g, character => entities[character]);
}
