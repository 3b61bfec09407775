import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** One request to a real Gitea 1.26 and its answer. */
export interface Recording {
  request: {
    method: string;
    path: string;
    query: Record<string, string | number>;
    body: unknown;
  };
  response: { status: number; headers: Record<string, string>; body: unknown };
}

const folder = dirname(
  require.resolve('../../__fixtures__/gitea-1.26/repo.json'),
);

export function readRecording(name: string): Recording {
  return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
}

/**
 * What differs between two servers made alike: ids of commits, times, addresses, sizes of
 * repositories.
 */
export function comparable(
  value: unknown,
  baseUrl = 'https://git.example.com',
): unknown {
  const text = JSON.stringify(value)
    .replaceAll(baseUrl, 'https://git.example.com')
    .replace(/\b(?!0{40})[0-9a-f]{40}\b/g, '<sha>')
    .replace(/"2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\dZ"/g, '"<time>"')
    .replace(/"size":\d+,"language"/g, '"size":0,"language"')
    // Gitea's answer to the request that opens one does not count it yet, the next one does
    .replace(/"open_pr_counter":\d+/g, '"open_pr_counter":0');
  return JSON.parse(text);
}
