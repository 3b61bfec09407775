/** Gitea writes a moment that has not come as the first of Unix time, or of its calendar. */
export function timeOf(at: string | null | undefined): string | undefined {
  const ms = Date.parse(at ?? '');
  return ms > 0 ? new Date(ms).toISOString() : undefined;
}
