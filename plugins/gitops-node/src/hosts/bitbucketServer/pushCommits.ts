import type { BranchChange, CallOptions } from '../GitHost';
import { GitHostError } from '../GitHostError';
import { encodedPath } from '../rest/encoded';
import { inParallel } from '../rest/inParallel';
import { multipart } from '../rest/multipart';
import type { RestApi } from '../rest/RestApi';
import { commitsBetween, headOf } from './commits';
import * as schemas from './schemas';
import { valuesOf } from './valuesOf';

const MAX_PAGES = 10;
const changes = schemas.pageOf(schemas.change);

/** The repository in which files are written. */
export interface Target {
  api: RestApi;
  name: string;
  read(
    file: { path: string; ref: string },
    options: CallOptions,
  ): Promise<Uint8Array | undefined>;
}

/**
 * A branch with the files, each in a commit of its own: Bitbucket's API takes one file in a
 * request, and can't delete any. What is left over where a request fails, {@link completeCommits}
 * goes on with.
 */
export async function pushCommits(
  target: Target,
  change: BranchChange,
  options: CallOptions,
): Promise<string> {
  const { branch, base } = change;
  const missing = await missingFiles(target, change, base.sha, options);
  await target.api.send({
    method: 'POST',
    path: '/branches',
    json: { name: branch, startPoint: base.sha },
    signal: options.signal,
  });
  return writeFiles(target, change, { head: base.sha, missing }, options);
}

/**
 * Goes on with a branch that an earlier call left half made, and answers its head. Undefined where
 * the branch has anything that is not asked for.
 */
export async function completeCommits(
  target: Target,
  change: BranchChange,
  head: string,
  options: CallOptions,
): Promise<string | undefined> {
  const missing = await missingFiles(target, change, head, options);
  const wanted = [...change.files.keys()].filter(path => !missing.has(path));
  const present = await changedPaths(target.api, change, head, options);
  if (!present?.every(path => wanted.includes(path))) return undefined;
  try {
    return await writeFiles(target, change, { head, missing }, options);
  } catch (error) {
    if (!(error instanceof GitHostError) || error.problem !== 'conflict')
      throw error;
    // A request that was taken for lost may have arrived after all
    const now = await headOf(target.api, change.branch, options);
    if (now === undefined || now === head) throw error;
    return completeCommits(target, change, now, options);
  }
}

/** The files that a commit has otherwise, and whether each is there. */
async function missingFiles(
  { name, read }: Target,
  { files }: BranchChange,
  ref: string,
  options: CallOptions,
): Promise<Map<string, { bytes: Uint8Array; isNew: boolean }>> {
  const found = await inParallel(files, async ([path, bytes]) => {
    const there = await read({ path, ref }, options);
    if (bytes === null && there === undefined) return [];
    if (bytes === null)
      throw new GitHostError(
        'invalid',
        `${name}: ${path} can't be deleted, as Bitbucket Data Center's API has no means to. Delete it with git`,
      );
    const isSame = there !== undefined && Buffer.compare(there, bytes) === 0;
    return isSame
      ? []
      : [[path, { bytes, isNew: there === undefined }] as const];
  });
  return new Map(found.flat());
}

/**
 * What a branch changes where it parted from the base; undefined where others than ours made its
 * commits.
 */
async function changedPaths(
  api: RestApi,
  { base, files }: BranchChange,
  head: string,
  options: CallOptions,
): Promise<string[] | undefined> {
  const limit = files.size + 1;
  const of = { until: head, since: base.sha, limit };
  const own = await commitsBetween(api, of, options);
  if (!own || own.length > files.size) return undefined;
  if (own.length === 0) return [];
  const isChain = own.every(
    ({ parents = [] }, index) =>
      parents?.length === 1 &&
      (index === own.length - 1 || parents[0].id === own[index + 1].id),
  );
  if (!isChain) return undefined;
  const since = own.at(-1)!.parents![0].id;
  const found = await valuesOf(
    api,
    { path: '/changes', query: { until: head, since }, signal: options.signal },
    changes,
    MAX_PAGES,
  );
  return found.map(({ path }) => path.components.join('/'));
}

/** One after the other, each on the commit of the one before. */
async function writeFiles(
  target: Target,
  change: BranchChange,
  from: {
    head: string;
    missing: Map<string, { bytes: Uint8Array; isNew: boolean }>;
  },
  options: CallOptions,
): Promise<string> {
  let { head } = from;
  for (const [path, file] of from.missing)
    head = await writeFile(target, change, { path, ...file, head }, options);
  return head;
}

/**
 * One commit that changes one file.
 *
 * @throws GitHostError `conflict` where somebody else pushed to the branch
 */
async function writeFile(
  target: Target,
  { branch, message }: BranchChange,
  {
    path,
    bytes,
    isNew,
    head,
  }: { path: string; bytes: Uint8Array; isNew: boolean; head: string },
  { signal }: CallOptions,
): Promise<string> {
  const body = multipart([
    { name: 'content', content: bytes, filename: 'content' },
    { name: 'message', content: message },
    { name: 'branch', content: branch },
    ...(isNew ? [] : [{ name: 'sourceCommitId', content: head }]),
  ]);
  const made = await target.api.json(
    { method: 'PUT', path: `/browse/${encodedPath(path)}`, body, signal },
    schemas.commit,
  );
  if (made.parents?.[0]?.id === head) return made.id;
  throw new GitHostError(
    'conflict',
    `${target.name}: somebody else pushed to the branch ${branch} while it was made. Delete it, or ask for another name`,
  );
}
