import type { BranchChange, CallOptions } from '../GitHost';
import { GitHostError } from '../GitHostError';
import { Refusal } from '../rest/Refusal';
import type { ShownCommit } from '../rest/remakeBranch';
import type { RestApi } from '../rest/RestApi';
import { contentsAt } from './files';
import * as schemas from './schemas';

/** What Gitea says where a file is not as it was looked at. */
const STALE =
  /sha does not match|already exists \[path|(file|object) does not exist/i;

/**
 * A commit of more files than this reads whole trees of a thousand entries a request, rather than
 * each file by itself.
 */
const MANY_FILES = 10;

/**
 * Gitea stages one file after the other: of three hundred, a small server has its hands full for
 * seven seconds. It gives up when nobody waits any more, so no second try would do better.
 */
const FILE_MS = 50;

/**
 * The commit is made on the branch's present head: Gitea makes a branch and its first commit in one
 * step only so. Each file has to be as it is at `base.sha`.
 *
 * @param options - `isForced` replaces a branch that is there, which Gitea can from 1.26 on
 */
export async function pushCommit(
  api: RestApi,
  repository: string,
  change: BranchChange,
  options: CallOptions & { isForced?: true },
): Promise<string> {
  const { branch, base, message } = change;
  const files = await operationsOf(api, change, options);
  const json = {
    branch: base.branch,
    new_branch: branch,
    force_push: options.isForced,
    message,
    files,
  };
  const moreMs = change.files.size * FILE_MS;
  const { signal } = options;
  try {
    const { commit } = await api.json(
      { method: 'POST', path: '/contents', json, moreMs, signal },
      schemas.changedFiles,
    );
    return commit.sha;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (options.isForced && /branch already exists/i.test(error.words))
      throw new GitHostError(
        'invalid',
        `${repository}: this Gitea does not replace the branch ${branch} by its API, as Gitea does from 1.26 on. Update the branch on its page`,
      );
    if (!STALE.test(error.words)) throw error;
    throw new GitHostError(
      'conflict',
      `${repository}: a file was changed on ${base.branch} meanwhile (${error.words})`,
    );
  }
}

/** Gitea tells all files of a commit at once. */
export async function showCommit(
  api: RestApi,
  sha: string,
  { signal }: CallOptions,
): Promise<ShownCommit> {
  const query = { stat: false, verification: false };
  const { commit, parents, files } = await api.json(
    { path: `/git/commits/${sha}`, query, signal },
    schemas.wholeCommit,
  );
  return {
    message: commit.message,
    parents: parents.map(parent => parent.sha),
    paths: files.map(({ filename }) => filename),
  };
}

async function operationsOf(
  api: RestApi,
  { files, base }: BranchChange,
  options: CallOptions,
) {
  const paths = [...files.keys()];
  const shas =
    paths.length > MANY_FILES
      ? await shasOfTree(api, base.sha, options)
      : await shasOf(api, paths, base.sha, options);
  const operations = [...files].map(([path, bytes]) => {
    const sha = shas.get(path);
    if (bytes === null) return { operation: 'delete', path, sha };
    const content = Buffer.from(bytes).toString('base64');
    return sha === undefined
      ? { operation: 'create', path, content }
      : { operation: 'update', path, content, sha };
  });
  // What is gone already needn't go
  return operations.filter(
    ({ operation, sha }) => operation !== 'delete' || sha !== undefined,
  );
}

/** Of the files among the paths. */
async function shasOf(
  api: RestApi,
  paths: readonly string[],
  ref: string,
  options: CallOptions,
): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(
    paths.map(path => contentsAt(api, { path, ref }, options)),
  );
  return new Map(
    found.flatMap((one, index) =>
      one === undefined || Array.isArray(one)
        ? []
        : [[paths[index], one.sha] as const],
    ),
  );
}

/** Of all files of a commit. */
async function shasOfTree(
  api: RestApi,
  commit: string,
  { signal }: CallOptions,
): Promise<ReadonlyMap<string, string>> {
  const shas = new Map<string, string>();
  for (let page = 1; ; page++) {
    const { tree, truncated } = await api.json(
      {
        path: `/git/trees/${commit}`,
        query: { recursive: true, page },
        signal,
      },
      schemas.tree,
    );
    for (const { path, type, sha } of tree)
      if (type !== 'tree') shas.set(path, sha);
    if (!truncated || tree.length === 0) return shas;
  }
}
