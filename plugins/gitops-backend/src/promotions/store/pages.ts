import type { Knex } from 'knex';

/** The last item of a page. */
export interface PageEnd {
  /** Its time, by which items are listed */
  readonly at: string;
  readonly id: string;
}

/** As clients send it back. */
export function cursorOf({ at, id }: PageEnd): string {
  return `${at}_${id}`;
}

export function pageEndOf(cursor: string): PageEnd {
  const [at, id] = cursor.split('_');
  return { at, id };
}

/** Lists the newest first, by a column, after the end of the page before. */
export function newestFirst(
  query: Knex.QueryBuilder,
  column: string,
  after: PageEnd | undefined,
): void {
  query.orderBy([
    { column, order: 'desc' },
    { column: 'id', order: 'desc' },
  ]);
  if (!after) return;
  const at = new Date(after.at);
  query
    // For the index
    .where(column, '<=', at)
    .where(older =>
      older
        .where(column, '<', at)
        .orWhere(same => same.where(column, at).where('id', '<', after.id)),
    );
}
