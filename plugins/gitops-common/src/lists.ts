/**
 * Writes `a`, `a and b` in one language. Of more than `limit.shown`, `limit.more` says how many more
 * there are.
 */
export function listIn(
  locale: string,
  limit?: { shown: number; more(count: number): string },
) {
  const format = new Intl.ListFormat(locale, { type: 'conjunction' });
  return (items: readonly string[]) =>
    format.format(
      limit && items.length > limit.shown
        ? [
            ...items.slice(0, limit.shown),
            limit.more(items.length - limit.shown),
          ]
        : items,
    );
}
