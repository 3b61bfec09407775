import { CallOptions, DirectoryEntry, MAX_FILE_BYTES } from '../GitHost';
import { GitHostError } from '../GitHostError';
import type { RestApi } from '../rest/RestApi';
import type { Place, RestFiles } from '../rest/RestReader';
import { encodedPath } from '../rest/encoded';
import { commitAt } from './refs';
import * as schemas from './schemas';
import { valuesOf } from './valuesOf';

const MAX_PAGES = 100;
const ROOT: schemas.Entry = { type: 'commit_directory', path: '' };

/** Files and directories of one repository. */
export class BitbucketCloudFiles implements RestFiles {
  constructor(private readonly api: RestApi, private readonly name: string) {}

  /** A file's bytes; undefined where there is none. */
  async read(
    { path, ref }: Place,
    options: CallOptions,
  ): Promise<Uint8Array | undefined> {
    const commit = await commitAt(this.api, ref, options);
    if (!commit) return undefined;
    const found = await findEntry(this.api, { path, commit }, options);
    if (!found) return undefined;
    if (kindOf(found) !== 'file')
      throw new GitHostError(
        'notAFile',
        `${this.name}: ${path} is not a file but a directory, link or submodule`,
      );
    const { bytes } = await this.api.send(
      { path: sourcePath(commit, path), signal: options.signal },
      MAX_FILE_BYTES,
    );
    return bytes;
  }

  /** What stands in a directory; undefined where there is none. */
  async list(
    { path, ref }: Place,
    options: CallOptions,
  ): Promise<DirectoryEntry[] | undefined> {
    const commit = await commitAt(this.api, ref, options);
    if (!commit) return undefined;
    // A file would be answered with its bytes
    const found = path
      ? await findEntry(this.api, { path, commit }, options)
      : ROOT;
    if (!found || kindOf(found) !== 'directory') return undefined;
    const entries = await valuesOf(
      this.api,
      {
        // Bitbucket redirects where a directory has no slash at its end
        path: `${sourcePath(commit, path)}${path ? '/' : ''}`,
        signal: options.signal,
      },
      schemas.entries,
      MAX_PAGES,
    );
    return entries.map(one => ({
      name: one.path.split('/').at(-1)!,
      path: one.path,
      kind: kindOf(one),
    }));
  }
}

/** What a path names; undefined where it names nothing. */
export async function findEntry(
  api: RestApi,
  { path, commit }: { path: string; commit: string },
  { signal }: CallOptions,
): Promise<schemas.Entry | undefined> {
  return api.find(
    { path: sourcePath(commit, path), query: { format: 'meta' }, signal },
    schemas.entry,
  );
}

function sourcePath(commit: string, path: string): string {
  return `/src/${commit}/${encodedPath(path)}`;
}

function kindOf({ type, attributes }: schemas.Entry): DirectoryEntry['kind'] {
  if (type === 'commit_directory') return 'directory';
  const isOther = ['link', 'subrepository'].some(one =>
    attributes?.includes(one),
  );
  return type === 'commit_file' && !isOther ? 'file' : 'other';
}
