import type { LRUCache } from 'lru-cache';
import { CallOptions, DirectoryEntry, MAX_FILE_BYTES } from '../GitHost';
import { GitHostError } from '../GitHostError';
import { encoded } from '../rest/encoded';
import { unlessRefused } from '../rest/Refusal';
import type { RestApi } from '../rest/RestApi';
import type { Place, RestFiles } from '../rest/RestReader';
import * as schemas from './schemas';
import { TreeReader } from './trees';

/** GitHub lists so many files of a directory, and says nothing of the rest. */
const MAX_LISTED = 1000;

/** Files' bytes by the repository and the name that Git gives to a content. */
export type KnownContents = LRUCache<string, Buffer>;

/** The repository that files are read from. */
export interface Source {
  api: RestApi;
  name: string;
  contents: KnownContents;
}

/** Files and directories of one repository. */
export class GitHubFiles implements RestFiles {
  constructor(private readonly source: Source) {}

  /**
   * A file's bytes; undefined where there is none. By its directory: GitHub follows a symbolic link
   * that is asked for itself, and gives out what it leads to.
   */
  async read(
    { path, ref }: Place,
    options: CallOptions,
  ): Promise<Uint8Array | undefined> {
    const [directory, name] = splitLast(path);
    const listed = await entriesOf(
      this.source,
      { path: directory, ref },
      options,
    );
    let found = listed.find(one => one.name === name);
    if (!found && listed.length >= MAX_LISTED)
      found = await unlisted(this.source, { path, ref }, options);
    if (path !== '' && !found) return undefined;
    if (!found || kindOf(found) !== 'file')
      throw new GitHostError(
        'notAFile',
        `${this.source.name}: ${path} is not a file`,
      );
    if (found.size > MAX_FILE_BYTES)
      throw new GitHostError('tooLarge', `${path}: ${found.size} bytes`);
    const bytes = await contentOf(this.source, found.sha, options);
    if (bytes.length > MAX_FILE_BYTES)
      throw new GitHostError('tooLarge', `${path}: ${bytes.length} bytes`);
    return bytes;
  }

  /** What stands in a directory; empty where there is none. */
  async list(
    { path, ref }: Place,
    options: CallOptions,
  ): Promise<DirectoryEntry[]> {
    const listed = await entriesOf(this.source, { path, ref }, options);
    if (listed.length < MAX_LISTED)
      return listed.map(one => ({
        name: one.name,
        path: one.path,
        kind: kindOf(one),
      }));
    const tree = new TreeReader(this.source.api, ref, options);
    return (await tree.entriesIn(path)).map(({ path: name, mode }) => ({
      name,
      path: path === '' ? name : `${path}/${name}`,
      kind: kindOf(asListed(mode)),
    }));
  }
}

async function contentOf(
  source: Source,
  sha: string,
  { signal }: CallOptions,
): Promise<Buffer> {
  const { api, name, contents } = source;
  const key = `${name} ${sha}`;
  const known = contents.get(key);
  if (known) return known;
  const path = `/git/blobs/${sha}`;
  const { content } = await api.json({ path, signal }, schemas.blob);
  const bytes = Buffer.from(content, 'base64');
  contents.set(key, bytes);
  return bytes;
}

/** Empty where there is no such directory. */
async function entriesOf(
  source: Source,
  { path, ref }: Place,
  { signal }: CallOptions,
): Promise<schemas.Entry[]> {
  const place = path === '' ? '' : `/${encoded(path)}`;
  const request = { path: `/contents${place}`, query: { ref } };
  const found = await unlessRefused([404], () =>
    source.api.json({ ...request, signal }, schemas.contents),
  );
  return Array.isArray(found) ? found : [];
}

async function unlisted(
  source: Source,
  { path, ref }: Place,
  options: CallOptions,
): Promise<schemas.Entry | undefined> {
  const tree = new TreeReader(source.api, ref, options);
  const found = await tree.at(path);
  const [, name] = splitLast(path);
  return (
    found && { ...asListed(found.mode), name, path, sha: found.sha, size: 0 }
  );
}

function splitLast(path: string): [directory: string, name: string] {
  const parts = path.split('/');
  const name = parts.pop()!;
  return [parts.join('/'), name];
}

/** A submodule is listed as a file that can't be downloaded, as it always was. */
function kindOf({
  type,
  download_url: place,
}: Pick<schemas.Entry, 'type' | 'download_url'>): DirectoryEntry['kind'] {
  if (type === 'dir') return 'directory';
  return type === 'file' && place ? 'file' : 'other';
}

function asListed(mode: string) {
  const types: Record<string, string> = {
    '040000': 'dir',
    '120000': 'symlink',
  };
  const isFile = mode.startsWith('100');
  return { type: types[mode] ?? 'file', download_url: isFile ? 'any' : null };
}
