import { copyFile, mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';

/**
 * Of a new repository: more is no template's work, and is held in memory to be looked through for
 * secrets.
 */
const MAX_FILES = 5_000;
const MAX_BYTES = 100 * 1024 * 1024;

/** Files of a folder of a workspace. */
export interface Source {
  /** By their paths from the folder */
  files: ReadonlyMap<string, Buffer>;
  /** Copies them, with their modes, into an empty folder. */
  copyTo(folder: string): Promise<void>;
}

/**
 * @throws InputError where the folder leads out of the workspace, is not there or is empty, and for
 *   a link: it may lead anywhere
 */
export async function readSource(
  workspacePath: string,
  folder: string,
): Promise<Source> {
  const root = resolveSafeChildPath(workspacePath, folder);
  const files = new Map<string, Buffer>();
  let size = 0;
  const add = async (path: string): Promise<void> => {
    size += (await stat(join(root, path))).size;
    if (files.size >= MAX_FILES || size > MAX_BYTES)
      throw new InputError(
        `${folder} has more than ${MAX_FILES} files or ${
          MAX_BYTES / 1024 / 1024
        } MiB: too much for the first commit of a repository`,
      );
    files.set(path, await readFile(join(root, path)));
  };
  const walk = async (directory: string): Promise<void> => {
    const entries = await readdir(join(root, directory), {
      withFileTypes: true,
    });
    for (const entry of entries) {
      const path = directory ? `${directory}/${entry.name}` : entry.name;
      // Another repository's history is not this one's
      if (entry.name === '.git') continue;
      if (entry.isDirectory()) await walk(path);
      else if (entry.isFile()) await add(path);
      else
        throw new InputError(
          `${folder}/${path} is a link: only files can be published`,
        );
    }
  };
  const info = await stat(root).catch(() => undefined);
  if (info?.isDirectory()) await walk('');
  if (files.size === 0)
    throw new InputError(
      `There are no files in ${folder} of the workspace: there is nothing to publish`,
    );
  return {
    files,
    async copyTo(target) {
      for (const path of files.keys()) {
        await mkdir(dirname(join(target, path)), { recursive: true });
        await copyFile(join(root, path), join(target, path));
      }
    },
  };
}
