import { posix } from 'node:path';
import type { Entry } from './addEntries';

const EXPRESSION = /\{\{-?\s*(.*?)\s*-?\}\}/g;
/** `{{ index .path.segments 1 }}`, which the older notation writes as `{{path[1]}}` */
const SEGMENT = /^index \.path\.segments (\d+)$/;

/**
 * A template of an ApplicationSet with the fields of an entry; undefined where it does more than
 * name fields, or names others.
 *
 * @param file - of the entry, where a git generator finds it and gives its path
 */
export function filled(
  template: unknown,
  entry: Entry,
  file?: string,
): string | undefined {
  const fields: Entry = { ...entry, ...(file && pathFields(file)) };
  const text = String(template ?? '').replace(EXPRESSION, (all, expression) => {
    const name = expression.replace(SEGMENT, 'path[$1]').replace(/^\./, '');
    return Object.hasOwn(fields, name) ? String(fields[name]) : all;
  });
  return text.includes('{{') ? undefined : text;
}

function pathFields(file: string): Entry {
  const folder = posix.dirname(file);
  const segments = folder
    .split('/')
    .map((one, index) => [`path[${index}]`, one]);
  return {
    'path.path': folder,
    'path.basename': posix.basename(folder),
    'path.filename': posix.basename(file),
    ...Object.fromEntries(segments),
  };
}
