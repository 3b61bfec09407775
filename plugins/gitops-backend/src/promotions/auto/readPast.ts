import type { Records } from '../store/Records';
import type { AutoPlace, AutoRow, AutoStore } from './AutoStore';
import type { Past } from './stopOf';

/** How many of the newest promotions tell why it has stopped. */
const MAX_PAST = 50;

/** What the database tells of automatic promotions to a place. */
export type AutoPast = Past & Pick<AutoRow, 'outcome'>;

export interface PastOptions {
  records: Pick<Records, 'list'>;
  automatic: Pick<AutoStore, 'find'>;
}

export async function readPast(
  place: AutoPlace,
  { records, automatic }: PastOptions,
): Promise<AutoPast> {
  const { service, environment: to } = place;
  const [past, row] = await Promise.all([
    records.list({ service, to, limit: MAX_PAST }),
    automatic.find(place),
  ]);
  return { ...row, past: past.map(({ promotion }) => promotion) };
}
