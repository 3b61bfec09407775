import type { LRUCache } from 'lru-cache';
import { CallOptions, DirectoryEntry, MAX_FILE_BYTES } from '../GitHost';
import { GitHostError } from '../GitHostError';
import { unlessRefused } from '../rest/RestApi';
import type { GitHubApi } from './GitHubApi';
import * as schemas from './schemas';
import { TreeReader } from './TreeReader';

/** GitHub lists so many files of a directory, and says nothing of the rest. */
const MAX_LISTED = 1000;

/** Files' bytes by the repository and the name that Git gives to a content. */
export type KnownContents = LRUCache<string, Buffer>;

interface Place {
  path: string;
  ref: string;
}

/** A file's bytes; undefined where there is none. By its directory: GitHub follows a symbolic link that is asked for itself, and gives out what it leads to. */
export async function readFile(
  api: GitHubApi,
  contents: KnownContents,
  { path, ref }: Place,
  options: CallOptions,
): Promise<Uint8Array | undefined> {
  const [directory, name] = splitLast(path);
  const listed = await entriesOf(api, { path: directory, ref }, options);
  let found = listed.find(one => one.name === name);
  if (!found && listed.length >= MAX_LISTED)
    found = await unlisted(api, { path, ref }, options);
  if (path !== '' && !found) return undefined;
  if (!found || kindOf(found) !== 'file')
    throw new GitHostError('notAFile', `${api.about}: ${path} is no file`);
  if (found.size > MAX_FILE_BYTES)
    throw new GitHostError('tooLarge', `${path}: ${found.size} bytes`);
  const bytes = await contentOf(api, contents, found.sha, options);
  if (bytes.length > MAX_FILE_BYTES)
    throw new GitHostError('tooLarge', `${path}: ${bytes.length} bytes`);
  return bytes;
}

/** What stands in a directory; empty where there is none. */
export async function listDirectory(
  api: GitHubApi,
  { path, ref }: Place,
  options: CallOptions,
): Promise<DirectoryEntry[]> {
  const listed = await entriesOf(api, { path, ref }, options);
  if (listed.length < MAX_LISTED)
    return listed.map(one => ({
      name: one.name,
      path: one.path,
      kind: kindOf(one),
    }));
  const tree = new TreeReader(api, ref, options);
  return (await tree.entriesIn(path)).map(({ path: name, mode }) => ({
    name,
    path: path === '' ? name : `${path}/${name}`,
    kind: kindOf(asListed(mode)),
  }));
}

async function contentOf(
  api: GitHubApi,
  contents: KnownContents,
  file_sha: string,
  options: CallOptions,
): Promise<Buffer> {
  const key = `${api.about} ${file_sha}`;
  const known = contents.get(key);
  if (known) return known;
  const { content } = await api.ask(schemas.blob, options, (rest, common) =>
    rest.git.getBlob({ ...common, file_sha }),
  );
  const bytes = Buffer.from(content, 'base64');
  contents.set(key, bytes);
  return bytes;
}

/** Empty where there is no such directory. */
async function entriesOf(
  api: GitHubApi,
  { path, ref }: Place,
  options: CallOptions,
): Promise<schemas.Entry[]> {
  const found = await unlessRefused([404], () =>
    api.ask(schemas.contents, options, (rest, common) =>
      rest.repos.getContent({ ...common, path, ref }),
    ),
  );
  return Array.isArray(found) ? found : [];
}

async function unlisted(
  api: GitHubApi,
  { path, ref }: Place,
  options: CallOptions,
): Promise<schemas.Entry | undefined> {
  const found = await new TreeReader(api, ref, options).at(path);
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
