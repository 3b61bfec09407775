import type { Entry } from './addEntries';
import { filled } from './filled';
import type { FoundSet } from './readApplicationSet';

/**
 * The name of the Application that a set makes of an entry; undefined where its template takes more
 * for it than the fields of the entry.
 *
 * @param file - of the entry, where a git generator finds it
 */
export function applicationName(
  { spec }: Pick<FoundSet, 'spec'>,
  entry: Partial<Entry>,
  file?: string,
): string | undefined {
  const { metadata } = (spec.template ?? {}) as {
    metadata?: { name?: unknown };
  };
  return filled(metadata?.name, entry as Entry, file) || undefined;
}
