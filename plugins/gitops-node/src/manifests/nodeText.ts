import { isMap, isScalar, isSeq, ParsedNode } from 'yaml';

/** What is written in place of a part of a text. */
export interface Splice {
  start: number;
  end: number;
  by: string;
}

export function spliced(text: string, { start, end, by }: Splice): string {
  return `${text.slice(0, start)}${by}${text.slice(end)}`;
}

/** Where a node begins: an anchor or a tag stands before its value. */
export function startOf(text: string, node: ParsedNode): number {
  const before = /(?:[&!][^\s,[\]{}]*[ \t]+)+$/.exec(
    text.slice(lineStart(text, node.range[0]), node.range[0]),
  );
  return node.range[0] - (before?.[0].length ?? 0);
}

/** Where a node's last value ends, without the comments and empty lines behind it. */
export function endOf(node: ParsedNode): number {
  if (isScalar(node) || (isMap(node) && node.flow)) return node.range[1];
  if (isSeq(node) && node.flow) return node.range[1];
  if (isMap(node)) {
    const last = node.items.at(-1);
    if (last) return endOf((last.value ?? last.key) as ParsedNode);
  }
  if (isSeq(node)) {
    const last = node.items.at(-1);
    if (last) return endOf(last as ParsedNode);
  }
  return node.range[1];
}

export function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

/**
 * Behind the line break; the text's end where there is none. What ends with its line, as a block of
 * text does, is at its end.
 */
export function lineEnd(text: string, at: number): number {
  if (text[at - 1] === '\n') return at;
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end + 1;
}

/** The line breaks that a text has. */
export function lineBreakOf(text: string): '\r\n' | '\n' {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** Lines of their own behind what ends at a place. */
export function behind(text: string, at: number, lines: string[]): Splice {
  const eol = lineBreakOf(text);
  const end = lineEnd(text, at);
  const by = lines.join(eol);
  return {
    start: end,
    end,
    by: end === 0 || text[end - 1] === '\n' ? `${by}${eol}` : `${eol}${by}`,
  };
}

/**
 * Where the dash of a list's item stands: behind the item before it and the comments on that.
 *
 * @param items - of a list that is not in brackets, and where the list starts
 */
export function dashAt(
  text: string,
  {
    items,
    range: [start],
  }: { items: readonly unknown[]; range: readonly number[] },
  index: number,
): number {
  if (index === 0) return start;
  const end = endOf(items[index - 1] as ParsedNode);
  const [before] = /^(?:\s|#.*)*/.exec(text.slice(end)) ?? [''];
  return end + before.length;
}
