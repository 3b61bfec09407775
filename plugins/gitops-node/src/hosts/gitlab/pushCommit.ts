import type { BranchChange, CallOptions } from '../GitHost';
import { inParallel } from '../rest/inParallel';
import { unlessRefused } from '../rest/Refusal';
import type { RestApi } from '../rest/RestApi';
import * as schemas from './schemas';

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
