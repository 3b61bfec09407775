import { readFileSync } from 'fs';
import { dirname, join } from 'path';
import { Json, isObject } from '../argocd/Json';

export interface Recorded {
  request: {
    method: string;
    path: string;
    query: Record<string, string>;
    headers: Record<string, string>;
    body: Json;
  };
  response: { status: number; headers: Record<string, string>; body: Json };
}

const fixtures = dirname(
  dirname(require.resolve('../__fixtures__/argocd-3.5.1/version.json')),
);

export function recorded(name: string, version = '3.5.1'): Recorded {
  return JSON.parse(
    readFileSync(join(fixtures, `argocd-${version}/${name}.json`), 'utf8'),
  );
}

/** What varies between two servers: names of generated things, times and counters. */
const varying: [RegExp, string][] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, 'UID'],
  [/\b[0-9a-f]{40}\b/g, 'COMMIT'],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, 'TIME'],
  [/-[0-9a-z]{9,10}-[0-9a-z]{5}\b/g, '-POD'],
  [/-migrate-[0-9a-z]{5}\b/g, '-migrate-POD'],
  [/\.[0-9a-f]{16}\b/g, '.EVENT'],
];
const leftOut = new Set([
  'managedFields',
  'resourceVersion',
  'generation',
  'uid',
  'hosts',
  'resourcesInfo',
]);

/** An answer without what varies, to compare a simulated one with the recorded one. */
export function comparable(value: Json | undefined): Json {
  if (typeof value === 'string')
    return varying.reduce(
      (text, [pattern, word]) => text.replace(pattern, word),
      value,
    );
  if (Array.isArray(value)) return value.map(comparable);
  if (!isObject(value)) return value ?? null;
  return Object.fromEntries(
    Object.keys(value)
      .filter(key => !leftOut.has(key) && value[key] !== undefined)
      .sort()
      .map(key => [key, comparable(value[key])]),
  );
}
