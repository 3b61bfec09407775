/**
 * A text of at most `length` characters; none is cut in half. Hosts count characters beyond the
 * basic plane as one or as two, so they count as two.
 */
export function cutTitle(text: string, length: number): string {
  if (text.length <= length) return text;
  let kept = '';
  for (const character of text) {
    if (kept.length + character.length > length - 1) break;
    kept += character;
  }
  return `${kept}…`;
}

/** A text of at most `length` characters, cut between its lines where it is too long. */
export function cutLines(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = text.lastIndexOf('\n', length - 2);
  return end > 0 ? `${text.slice(0, end)}\n…` : cutTitle(text, length);
}
