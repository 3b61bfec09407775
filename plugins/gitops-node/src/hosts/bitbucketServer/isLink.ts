import { CallOptions, MAX_FILE_BYTES } from '../GitHost';
import { unlessRefused } from '../rest/Refusal';
import type { RestApi } from '../rest/RestApi';

/** https://www.gnu.org/software/tar/manual/html_node/Standard.html */
const BLOCK = 512;
const SIZE = { begin: 124, end: 136 };
const TYPE = 156;
const LINK = '2';
/** Entries that describe others: of git's commit, and of names that are too long */
const DESCRIPTIONS = ['g', 'x', 'L', 'K'];

/**
 * Whether a path that Bitbucket calls a file is a symbolic link. Of all its answers only an archive
 * of the path tells it.
 */
export async function isLink(
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
