/** How long lines are with what separates them: a line's end, or a comma and a space. */
export function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, { length }) => sum + length + 2, 0);
}
