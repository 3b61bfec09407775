import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Writes a file so that it is there as a whole or not at all, wherever the process is killed.
 *
 * @param part - where it stands until it is whole, on the same disk; one that is left of a process
 *   that was killed is overwritten
 */
export async function writeWhole(
  file: string,
  text: string,
  part: string,
): Promise<void> {
  await mkdir(dirname(part), { recursive: true });
  await writeFile(part, text);
  await mkdir(dirname(file), { recursive: true });
  await rename(part, file);
}
