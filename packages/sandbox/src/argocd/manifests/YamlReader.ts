import { parseAllDocuments } from 'yaml';
import { Json } from '../Json';
import { ManifestError } from './ManifestError';

/**
 * Parses YAML once per text: five environments share their base, and a commit changes few files.
 */
export class YamlReader {
  readonly #parsed = new Map<string, Json[]>();

  /**
   * Every document of a file that is not empty. @throws ManifestError with the parser's sentence
   * where it is not YAML
   */
  documents(text: string): Json[] {
    const known = this.#parsed.get(text);
    if (known) return known;
    const documents = parseAllDocuments(text);
    const values: Json[] = [];
    for (const document of Array.isArray(documents) ? documents : []) {
      if (document.errors.length > 0)
        throw new ManifestError(document.errors[0].message.split('\n')[0]);
      const value: unknown = document.toJS();
      if (value !== null && value !== undefined) values.push(value as Json);
    }
    if (this.#parsed.size > 20_000) this.#parsed.clear();
    this.#parsed.set(text, values);
    return values;
  }
}
