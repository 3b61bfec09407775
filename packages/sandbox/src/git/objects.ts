import { LRUCache } from 'lru-cache';
import { git } from './git';
import { isFullSha } from './refNames';

export interface GitObject {
  type: string;
  content: Buffer;
}

/** Objects never change: those that were read lately are kept. */
const kept = new LRUCache<string, GitObject>({
  maxSize: 64 * 1024 * 1024,
  sizeCalculation: ({ content }) => content.length + 1024,
});

/** Contents of objects by their ids, by one process at most; undefined for what isn't there. */
export async function readObjects(
  dir: string,
  ids: readonly string[],
): Promise<Array<GitObject | undefined>> {
  const found = new Map(ids.map(id => [id, kept.get(`${dir} ${id}`)]));
  const unknown = [...found.keys()].filter(id => !found.get(id));
  if (unknown.length > 0) {
    const objects = await readByProcess(dir, unknown);
    objects.forEach((object, index) => {
      const id = unknown[index];
      found.set(id, object);
      if (object && isFullSha(id)) kept.set(`${dir} ${id}`, object);
    });
  }
  return ids.map(id => found.get(id));
}

async function readByProcess(
  dir: string,
  ids: readonly string[],
): Promise<Array<GitObject | undefined>> {
  const output = await git(['cat-file', '--batch'], {
    dir,
    input: `${ids.join('\n')}\n`,
  });
  let at = 0;
  return ids.map(() => {
    const lineEnd = output.indexOf(10, at);
    const [, type, size] = output.toString('utf8', at, lineEnd).split(' ');
    at = lineEnd + 1;
    if (size === undefined) return undefined;
    const content = output.subarray(at, at + Number(size));
    at += Number(size) + 1;
    return { type, content };
  });
}
