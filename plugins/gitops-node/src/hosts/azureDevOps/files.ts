import { CallOptions, DirectoryEntry, MAX_FILE_BYTES } from '../GitHost';
import { GitHostError } from '../GitHostError';
import type { RestApi } from '../rest/RestApi';
import type { Place, RestFiles } from '../rest/RestReader';
import * as schemas from './schemas';

/** Files and directories of one repository. */
export class AzureDevOpsFiles implements RestFiles {
  constructor(private readonly api: RestApi, private readonly name: string) {}

  /** A file's bytes; undefined where there is none. */
  async read(
    place: Place,
    options: CallOptions,
  ): Promise<Uint8Array | undefined> {
    const found = await findItem(this.api, place, options);
    if (!found) return undefined;
    if (kindOf(found) !== 'file')
      throw new GitHostError(
        'notAFile',
        `${this.name}: ${place.path} is not a file but a directory, link or submodule`,
      );
    const { bytes } = await this.api.send(
      {
        path: `/blobs/${found.objectId}`,
        query: { $format: 'octetstream' },
        signal: options.signal,
      },
      MAX_FILE_BYTES,
    );
    return bytes;
  }

  /** What stands in a directory; undefined where there is none. */
  async list(
    { path, ref }: Place,
    { signal }: CallOptions,
  ): Promise<DirectoryEntry[] | undefined> {
    const found = await atVersion(ref, version =>
      this.api.find(
        {
          path: '/items',
          query: {
            scopePath: `/${path}`,
            recursionLevel: 'oneLevel',
            includeContentMetadata: true,
            ...version,
          },
          signal,
        },
        schemas.items,
      ),
    );
    return found?.value
      .map(one => ({ ...one, path: one.path.replace(/^\//, '') }))
      .filter(one => one.path !== path)
      .map(one => ({
        name: one.path.split('/').at(-1)!,
        path: one.path,
        kind: kindOf(one),
      }));
  }
}

/** What a path names; undefined where it names nothing. */
export async function findItem(
  api: RestApi,
  { path, ref }: Place,
  { signal }: CallOptions,
): Promise<schemas.Item | undefined> {
  return atVersion(ref, version =>
    api.find(
      {
        path: '/items',
        query: {
          path: `/${path}`,
          includeContentMetadata: true,
          $format: 'json',
          ...version,
        },
        signal,
      },
      schemas.item,
    ),
  );
}

/**
 * Azure DevOps wants to be told what a name is the name of. Branches are looked for before tags.
 */
export async function atVersion<T>(
  ref: string,
  find: (version: Record<string, string>) => Promise<T | undefined>,
  prefix = 'versionDescriptor',
): Promise<T | undefined> {
  const types = /^[0-9a-f]{40}$/.test(ref) ? ['commit'] : ['branch', 'tag'];
  for (const type of types) {
    const found = await find({
      [`${prefix}.version`]: ref,
      [`${prefix}.versionType`]: type,
    });
    if (found !== undefined) return found;
  }
  return undefined;
}

function kindOf(item: schemas.Item): DirectoryEntry['kind'] {
  if (item.gitObjectType === 'tree') return 'directory';
  return item.gitObjectType === 'blob' && !item.isSymLink ? 'file' : 'other';
}
