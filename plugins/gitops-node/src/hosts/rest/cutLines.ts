import { cutTitle } from './cutTitle';

/** A text of at most `length` characters, cut between its lines where it is too long. */
export function cutLines(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = text.lastIndexOf('\n', length - 2);
  return end > 0 ? `${text.slice(0, end)}\n…` : cutTitle(text, length);
}
