/** A table as a file that spreadsheets open. No cell is taken for a formula. */
export function csvOf(table: readonly (readonly string[])[]): string {
  // The mark tells spreadsheets that it is UTF-8
  const lines = table.map(cells => cells.map(cellOf).join());
  return `\ufeff${lines.join('\r\n')}\r\n`;
}

function cellOf(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /^'|[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}
