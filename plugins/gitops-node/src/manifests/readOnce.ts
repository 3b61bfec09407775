import type { Document } from 'yaml';
import type { Search } from './Locator';
import { readDocuments } from './readDocuments';

const known = new WeakMap<Search, Map<string, Document.Parsed[]>>();

/**
 * As {@link readDocuments}, once for each text that a search comes across: parsing takes most of
 * its time, and each place that is found in a file is looked at there again.
 */
export function readOnce(
  search: Search,
  text: string,
  file: string,
): readonly Document.Parsed[] {
  const texts = known.get(search) ?? new Map<string, Document.Parsed[]>();
  known.set(search, texts);
  const documents = texts.get(text) ?? readDocuments(text, file);
  texts.set(text, documents);
  return documents;
}
