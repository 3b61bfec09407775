import { git } from './git';

/** Contents of objects by their ids, by one process; undefined for what isn't there. */
export async function readObjects(
  dir: string,
  ids: readonly string[],
): Promise<Array<{ type: string; content: Buffer } | undefined>> {
  if (ids.length === 0) return [];
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
