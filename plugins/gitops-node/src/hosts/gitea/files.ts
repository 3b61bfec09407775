import type { z } from 'zod';
import { CallOptions, DirectoryEntry, MAX_FILE_BYTES } from '../GitHost';
import { GitHostError } from '../GitHostError';
import { encodedPath } from '../rest/encoded';
import type { RestApi } from '../rest/RestApi';
import type { Place, RestFiles } from '../rest/RestReader';
import * as schemas from './schemas';

const kinds: Record<string, DirectoryEntry['kind']> = {
  file: 'file',
  dir: 'directory',
};

/** Files and directories of one repository. */
export class GiteaFiles implements RestFiles {
  constructor(private readonly api: RestApi, private readonly name: string) {}

  /** A file's bytes; undefined where there is none. */
  async read(
    { path, ref }: Place,
    options: CallOptions,
  ): Promise<Uint8Array | undefined> {
    const found = await contentsAt(this.api, { path, ref }, options);
    if (found === undefined) return undefined;
    if (Array.isArray(found) || found.type !== 'file')
      throw new GitHostError('notAFile', `${this.name}: ${path} is not a file`);
    if ((found.size ?? 0) > MAX_FILE_BYTES)
      throw new GitHostError('tooLarge', `${path}: ${found.size} bytes`);
    return Buffer.from(found.content ?? '', 'base64');
  }

  /** What stands in a directory; empty where there is none. */
  async list(place: Place, options: CallOptions): Promise<DirectoryEntry[]> {
    const found = await contentsAt(this.api, place, options);
    if (!Array.isArray(found)) return [];
    return found.map(({ name, path, type }) => ({
      name,
      path,
      kind: kinds[type] ?? 'other',
    }));
  }
}

/** A file, or what stands in a directory; undefined where there is neither. */
export function contentsAt(
  api: RestApi,
  { path, ref }: Place,
  { signal }: CallOptions,
): Promise<z.infer<typeof schemas.contents> | undefined> {
  const place = `/contents/${encodedPath(path)}`;
  return api.find({ path: place, query: { ref }, signal }, schemas.contents);
}
