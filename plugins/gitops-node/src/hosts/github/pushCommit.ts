import { isUtf8 } from 'node:buffer';
import type { BranchChange, CallOptions } from '../GitHost';
import { GitHostError } from '../GitHostError';
import { entriesAt } from './entriesAt';
import { FileMode, isFileMode } from './fileEntry';
import type { GitHubApi } from './GitHubApi';
import * as schemas from './schemas';

/** What a new file is; one that is there keeps its own, so that a script stays executable. */
const NEW_FILE = '100644';

interface Entry {
  path: string;
  mode: FileMode;
  type: 'blob';
  content?: string;
  sha?: string | null;
}

/** One commit of all files on `base.sha`, made of Git's own parts. The branch comes last, so one that is there is whole. @returns the commit */
export async function pushCommit(
  api: GitHubApi,
  { branch, base, files, message }: BranchChange,
  options: CallOptions,
): Promise<string> {
  const { tree: before } = await api.ask(
    schemas.gitCommit,
    options,
    (rest, common) => rest.git.getCommit({ ...common, commit_sha: base.sha }),
  );
  const present = await entriesAt(
    api,
    { root: before.sha, paths: [...files.keys()] },
    options,
  );
  const entries: Entry[] = [];
  // One after another: GitHub asks not to make content concurrently
  for (const [path, bytes] of files)
    entries.push(
      ...(await entryOf(api, present.get(path), { path, bytes }, options)),
    );
  const tree = await api.ask(schemas.made, options, (rest, common) =>
    rest.git.createTree({ ...common, base_tree: before.sha, tree: entries }),
  );
  const commit = await api.ask(schemas.made, options, (rest, common) =>
    rest.git.createCommit({
      ...common,
      message,
      tree: tree.sha,
      parents: [base.sha],
    }),
  );
  await api.ask(schemas.ref, options, (rest, common) =>
    rest.git.createRef({
      ...common,
      ref: `refs/heads/${branch}`,
      sha: commit.sha,
    }),
  );
  return commit.sha;
}

/** None for a file that is to go and isn't there: GitHub refuses the whole tree for it. */
async function entryOf(
  api: GitHubApi,
  present: schemas.TreeEntry | undefined,
  { path, bytes }: { path: string; bytes: Uint8Array | null },
  options: CallOptions,
): Promise<Entry[]> {
  const mode = present?.mode ?? NEW_FILE;
  if (!isFileMode(mode))
    throw new GitHostError(
      'notAFile',
      `${api.about}: ${path} is no file and can't be changed as one`,
    );
  const entry = { path, mode, type: 'blob' } as const;
  if (bytes === null) return present ? [{ ...entry, sha: null }] : [];
  if (bytes.length > 0 && isUtf8(bytes))
    return [{ ...entry, content: Buffer.from(bytes).toString('utf8') }];
  const { sha } = await api.ask(schemas.made, options, (rest, common) =>
    rest.git.createBlob({
      ...common,
      content: Buffer.from(bytes).toString('base64'),
      encoding: 'base64',
    }),
  );
  return [{ ...entry, sha }];
}
