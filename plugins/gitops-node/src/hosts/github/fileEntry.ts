import { createHash } from 'node:crypto';
import type { TreeEntry } from './schemas';

const FILES = ['100644', '100755'] as const;

export type FileMode = (typeof FILES)[number];

/** Neither a link, nor a directory or submodule. */
export function isFileMode(mode: string): mode is FileMode {
  return FILES.some(one => one === mode);
}

/** Whether a tree has a file with these bytes; null is none at all. By the name that Git gives to a content, so that it needn't be read. */
export function holds(
  entry: TreeEntry | undefined,
  bytes: Uint8Array | null,
): boolean {
  if (!entry || bytes === null) return !entry && bytes === null;
  const sha = createHash('sha1')
    .update(`blob ${bytes.length}\0`)
    .update(bytes)
    .digest('hex');
  return isFileMode(entry.mode) && entry.sha === sha;
}
