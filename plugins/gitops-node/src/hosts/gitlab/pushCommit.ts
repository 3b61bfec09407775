import type { BranchChange, CallOptions } from '../GitHost';
import { allPages } from '../rest/allPages';
import { inParallel } from '../rest/inParallel';
import { unlessRefused } from '../rest/Refusal';
import type { ShownCommit } from '../rest/remakeBranch';
import type { RestApi } from '../rest/RestApi';
import * as schemas from './schemas';

/** Of a commit's files. GitLab tells 3,000 of them at most. */
const PAGES = { size: 100, max: 30 };

/**
 * A branch with one commit of all files, in one request. GitLab tells new files from
 * changed ones, so each is looked for first.
 *
 * @param options - `isForced` replaces a branch that is there
 */
export async function pushCommit(
  api: RestApi,
  { branch, base, files, message }: BranchChange,
  { signal, isForced }: CallOptions & { isForced?: true },
): Promise<string> {
  // Otherwise a missing commit would be refused as if something about the files were wrong
  await api.json(
    { path: `/repository/commits/${encodeURIComponent(base.sha)}`, signal },
    schemas.commit,
  );
  const present = await inParallel(files.keys(), path =>
    hasFile(api, { path, ref: base.sha }, { signal }),
  );
  const actions = [...files].flatMap(([path, bytes], index) => {
    const isThere = present[index];
    const file = { file_path: path };
    if (bytes === null) return isThere ? [{ action: 'delete', ...file }] : [];
    const action = isThere ? 'update' : 'create';
    const content = Buffer.from(bytes).toString('base64');
    return [{ action, ...file, content, encoding: 'base64' }];
  });
  const made = await api.json(
    {
      method: 'POST',
      path: '/repository/commits',
      json: {
        branch,
        start_sha: base.sha,
        commit_message: message,
        actions,
        force: isForced,
      },
      signal,
    },
    schemas.commit,
  );
  return made.id;
}

export async function showCommit(
  api: RestApi,
  sha: string,
  { signal }: CallOptions,
): Promise<ShownCommit> {
  const path = `/repository/commits/${sha}`;
  const found = await api.json({ path, signal }, schemas.wholeCommit);
  const changes = await allPages(PAGES, page => {
    const query = { per_page: PAGES.size, page };
    return api.json({ path: `${path}/diff`, query, signal }, schemas.changes);
  });
  return {
    message: found.message,
    parents: found.parent_ids,
    paths: changes.flatMap(one => [one.old_path, one.new_path]),
  };
}

async function hasFile(
  api: RestApi,
  { path, ref }: { path: string; ref: string },
  { signal }: CallOptions,
): Promise<boolean> {
  const answer = await unlessRefused([404], () =>
    api.send({
      method: 'HEAD',
      path: `/repository/files/${encodeURIComponent(path)}`,
      query: { ref },
      signal,
    }),
  );
  return answer !== undefined;
}
