import { CallOptions, DirectoryEntry, MAX_FILE_BYTES } from '../GitHost';
import { GitHostError } from '../GitHostError';
import { encodedPath } from '../rest/encoded';
import type { RestApi } from '../rest/RestApi';
import { commitAt } from './commits';
import { isLink } from './isLink';
import * as schemas from './schemas';
import { valuesOn } from './valuesOf';

/** No path that a link names is longer. */
const MAX_LINK_BYTES = 4096;
/** Bitbucket cuts pages to what its administrator allows, 1000 by default. */
const PAGE = 1000;
const MAX_PAGES = 100;

interface Place {
  path: string;
  ref: string;
}

/**
 * A file's bytes; undefined where there is none. Bitbucket answers a symbolic link's target as if it
 * were the content of a file, so what is short and has no line break is looked at more closely.
 */
export async function readFile(
  api: RestApi,
  repository: string,
  { path, ref }: Place,
  options: CallOptions,
): Promise<Uint8Array | undefined> {
  const { signal } = options;
  const at = await commitAt(api, ref, options);
  if (!at) return undefined;
  const found = await api.find(
    { path: browsePath(path), query: { at, type: true }, signal },
    schemas.nodeType,
  );
  if (!found) return undefined;
  const notAFile = () =>
    new GitHostError(
      'notAFile',
      `${repository}: ${path} is no file but a directory, link or submodule`,
    );
  if (found.type !== 'FILE') throw notAFile();
  const { bytes } = await api.send(
    { path: `/raw/${encodedPath(path)}`, query: { at }, signal },
    MAX_FILE_BYTES,
  );
  const mayBeLink =
    bytes.length > 0 && bytes.length <= MAX_LINK_BYTES && !bytes.includes('\n');
  if (mayBeLink && (await isLink(api, { path, at }, options))) throw notAFile();
  return bytes;
}

/**
 * What stands in a directory; undefined where there is none. Bitbucket lists symbolic links as files;
 * reading one is refused.
 */
export async function listDirectory(
  api: RestApi,
  { path, ref }: Place,
  options: CallOptions,
): Promise<DirectoryEntry[] | undefined> {
  const { signal } = options;
  const at = await commitAt(api, ref, options);
  if (!at) return undefined;
  const entries = await valuesOn(MAX_PAGES, async start => {
    const query = { at, start, limit: PAGE };
    const found = await api.find(
      { path: browsePath(path), query, signal },
      schemas.directory,
    );
    // Of a file, Bitbucket tells the lines
    return found?.children ?? undefined;
  });
  return entries.map(({ path: { components }, type }) => {
    // A directory that holds nothing but another one may be listed as both
    const [name, ...below] = components;
    return {
      name,
      path: path ? `${path}/${name}` : name,
      kind: below.length > 0 ? 'directory' : kindOf(type),
    };
  });
}

function browsePath(path: string): string {
  return path ? `/browse/${encodedPath(path)}` : '/browse';
}

function kindOf(type: string): DirectoryEntry['kind'] {
  if (type === 'DIRECTORY') return 'directory';
  return type === 'FILE' ? 'file' : 'other';
}
