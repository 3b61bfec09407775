/** A text of at most `length` characters; none is cut in half. Hosts count characters beyond the basic plane as one or as two, so they count as two. */
export function cutTitle(text: string, length: number): string {
  if (text.length <= length) return text;
  let kept = '';
  for (const character of text) {
    if (kept.length + character.length > length - 1) break;
    kept += character;
  }
  return `${kept}…`;
}
