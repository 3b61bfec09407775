import { CallOptions, DirectoryEntry, MAX_FILE_BYTES } from '../GitHost';
import { GitHostError } from '../GitHostError';
import { encodedPath } from '../rest/encoded';
import { unlessRefused } from '../rest/Refusal';
import type { RestApi } from '../rest/RestApi';
import type { Place, RestFiles } from '../rest/RestReader';
import { commitAt } from './commits';
import * as schemas from './schemas';
import { valuesOn } from './valuesOf';

/** No path that a link names is longer. */
const MAX_LINK_BYTES = 4096;
/** Bitbucket cuts pages to what its administrator allows, 1000 by default. */
const PAGE = 1000;
const MAX_PAGES = 100;

/** https://www.gnu.org/software/tar/manual/html_node/Standard.html */
const BLOCK = 512;
const SIZE = { begin: 124, end: 136 };
const TYPE = 156;
const LINK = '2';
/** Entries that describe others: of git's commit, and of names that are too long */
const DESCRIPTIONS = ['g', 'x', 'L', 'K'];

/** Files and directories of one repository. */
export class BitbucketServerFiles implements RestFiles {
  constructor(private readonly api: RestApi, private readonly name: string) {}

  /**
   * A file's bytes; undefined where there is none. Bitbucket answers a symbolic link's target as if
   * it were the content of a file, so what is short and has no line break is looked at more
   * closely.
   */
  async read(
    { path, ref }: Place,
    options: CallOptions,
  ): Promise<Uint8Array | undefined> {
    const { signal } = options;
    const at = await commitAt(this.api, ref, options);
    if (!at) return undefined;
    const found = await this.api.find(
      { path: browsePath(path), query: { at, type: true }, signal },
      schemas.nodeType,
    );
    if (!found) return undefined;
    const notAFile = () =>
      new GitHostError(
        'notAFile',
        `${this.name}: ${path} is not a file but a directory, link or submodule`,
      );
    if (found.type !== 'FILE') throw notAFile();
    const { bytes } = await this.api.send(
      { path: `/raw/${encodedPath(path)}`, query: { at }, signal },
      MAX_FILE_BYTES,
    );
    const mayBeLink =
      bytes.length > 0 &&
      bytes.length <= MAX_LINK_BYTES &&
      !bytes.includes('\n');
    if (mayBeLink && (await isLink(this.api, { path, at }, options)))
      throw notAFile();
    return bytes;
  }

  /**
   * What stands in a directory; undefined where there is none. Bitbucket lists symbolic links as
   * files; reading one is refused.
   */
  async list(
    { path, ref }: Place,
    options: CallOptions,
  ): Promise<DirectoryEntry[] | undefined> {
    const { signal } = options;
    const at = await commitAt(this.api, ref, options);
    if (!at) return undefined;
    const entries = await valuesOn(MAX_PAGES, async start => {
      const query = { at, start, limit: PAGE };
      const found = await this.api.find(
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
}

function browsePath(path: string): string {
  return path ? `/browse/${encodedPath(path)}` : '/browse';
}

function kindOf(type: string): DirectoryEntry['kind'] {
  if (type === 'DIRECTORY') return 'directory';
  return type === 'FILE' ? 'file' : 'other';
}

/**
 * Whether a path that Bitbucket calls a file is a symbolic link. Of all its answers only an archive
 * of the path tells it.
 */
async function isLink(
  api: RestApi,
  { path, at }: { path: string; at: string },
  { signal }: CallOptions,
): Promise<boolean> {
  const query = { at, path, format: 'tar' };
  // Unknown where Bitbucket can't make the archive: then it counts as a file
  const answer = await unlessRefused([400, 404], () =>
    api.send({ path: '/archive', query, signal }, MAX_FILE_BYTES),
  );
  return answer !== undefined && typeOfFirst(answer.bytes) === LINK;
}

/** The type of the first entry of an archive that is no description of another and no directory. */
function typeOfFirst(archive: Buffer): string | undefined {
  for (let at = 0; at + BLOCK <= archive.length; ) {
    const type = archive.toString('latin1', at + TYPE, at + TYPE + 1);
    const size = archive.toString('latin1', at + SIZE.begin, at + SIZE.end);
    if (![...DESCRIPTIONS, '5'].includes(type)) return type;
    const bytes = parseInt(size, 8) || 0;
    at += BLOCK * (1 + Math.ceil(bytes / BLOCK));
  }
  return undefined;
}
