import type { Entry } from './addEntries';

const FIELD = /\{\{-?\s*\.?([A-Za-z_]\w*)\s*-?\}\}/g;

/**
 * A template of an ApplicationSet with the fields of an entry; undefined where it does more than
 * name fields, or names others.
 */
export function filled(template: unknown, entry: Entry): string | undefined {
  const text = String(template ?? '').replace(FIELD, (all, name: string) =>
    Object.hasOwn(entry, name) ? String(entry[name]) : all,
  );
  return text.includes('{{') ? undefined : text;
}
