import type { BranchChange, CallOptions } from '../GitHost';
import { RestApi, unlessRefused } from '../rest/RestApi';
import * as schemas from './schemas';

/** A branch with one commit of all files, in one request. GitLab tells new files from changed ones, so each is looked for first. */
export async function pushCommit(
  api: RestApi,
  { branch, base, files, message }: BranchChange,
  { signal }: CallOptions,
): Promise<string> {
  // Otherwise a missing commit would be refused as if something about the files were wrong
  await api.json(
    { path: `/repository/commits/${encodeURIComponent(base.sha)}`, signal },
    schemas.commit,
  );
  const actions: Record<string, string>[] = [];
  for (const [path, bytes] of files) {
    const isThere = await hasFile(api, { path, ref: base.sha }, { signal });
    if (bytes !== null)
      actions.push({
        action: isThere ? 'update' : 'create',
        file_path: path,
        content: Buffer.from(bytes).toString('base64'),
        encoding: 'base64',
      });
    else if (isThere) actions.push({ action: 'delete', file_path: path });
  }
  const made = await api.json(
    {
      method: 'POST',
      path: '/repository/commits',
      json: { branch, start_sha: base.sha, commit_message: message, actions },
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
