import { isUtf8 } from 'node:buffer';
import type { z } from 'zod';
import type { BranchChange, CallOptions } from '../GitHost';
import { GitHostError } from '../GitHostError';
import { allPages } from '../rest/allPages';
import type { ShownCommit } from '../rest/remakeBranch';
import type { RestApi } from '../rest/RestApi';
import * as schemas from './schemas';
import { entriesAt, FileMode, isFileMode } from './trees';

/** What a new file is; one that is there keeps its own, so that a script stays executable. */
const NEW_FILE = '100644';
/** Of a commit's files. GitHub tells 3,000 of them at most. */
const PAGES = { size: 100, max: 30 };

interface Entry {
  path: string;
  mode: FileMode;
  type: 'blob';
  content?: string;
  sha?: string | null;
}

/**
 * One commit of all files on `base.sha`, made of Git's own parts. No branch has it yet.
 *
 * @returns its SHA
 */
export async function pushCommit(
  api: RestApi,
  repository: string,
  { base, files, message }: BranchChange,
  { signal }: CallOptions,
): Promise<string> {
  const make = (kind: string, json: object) =>
    api.json(
      { method: 'POST', path: `/git/${kind}`, json, signal },
      schemas.made,
    );
  const { tree: before } = await api.json(
    { path: `/git/commits/${base.sha}`, signal },
    schemas.gitCommit,
  );
  const present = await entriesAt(
    api,
    { root: before.sha, paths: [...files.keys()] },
    { signal },
  );
  const entries: Entry[] = [];
  // One after another: GitHub asks not to make content concurrently
  for (const [path, bytes] of files) {
    const entry = entryOf(repository, path, present.get(path));
    // GitHub refuses a whole tree for a file that is to go and isn't there
    if (bytes === null && !present.has(path)) continue;
    entries.push({ ...entry, ...(await contentOf(bytes, make)) });
  }
  const tree = await make('trees', { base_tree: before.sha, tree: entries });
  const parents = [base.sha];
  const commit = await make('commits', { message, tree: tree.sha, parents });
  return commit.sha;
}

export async function showCommit(
  api: RestApi,
  sha: string,
  { signal }: CallOptions,
): Promise<ShownCommit> {
  const path = `/commits/${sha}`;
  const pages: z.infer<typeof schemas.commit>[] = [];
  const files = await allPages(PAGES, async page => {
    const query = { per_page: PAGES.size, page };
    const shown = await api.json({ path, query, signal }, schemas.commit);
    pages.push(shown);
    return shown.files;
  });
  const [{ commit, parents }] = pages;
  return {
    message: commit.message,
    parents: parents.map(parent => parent.sha),
    paths: files.flatMap(({ filename, previous_filename: before }) =>
      before ? [filename, before] : [filename],
    ),
  };
}

function entryOf(
  repository: string,
  path: string,
  present: schemas.TreeEntry | undefined,
): Entry {
  const mode = present?.mode ?? NEW_FILE;
  if (isFileMode(mode)) return { path, mode, type: 'blob' };
  throw new GitHostError(
    'notAFile',
    `${repository}: ${path} is not a file and can't be changed as one`,
  );
}

async function contentOf(
  bytes: Uint8Array | null,
  make: (kind: string, json: object) => Promise<{ sha: string }>,
): Promise<Pick<Entry, 'content' | 'sha'>> {
  if (bytes === null) return { sha: null };
  if (bytes.length > 0 && isUtf8(bytes))
    return { content: Buffer.from(bytes).toString('utf8') };
  const content = Buffer.from(bytes).toString('base64');
  return { sha: (await make('blobs', { content, encoding: 'base64' })).sha };
}
