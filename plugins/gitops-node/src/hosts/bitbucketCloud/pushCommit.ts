import type { BranchChange, CallOptions } from '../GitHost';
import { GitHostError } from '../GitHostError';
import { inParallel } from '../rest/inParallel';
import { multipart, Part } from '../rest/multipart';
import type { RestApi } from '../rest/RestApi';
import { headOf } from './refs';
import * as schemas from './schemas';
import { findEntry } from './files';

/**
 * A branch with one commit of all files, in one request. Bitbucket answers 409 where the branch is
 * there already and its head is not the parent.
 *
 * What an upload can't keep is refused rather than lost: a file's executable bit, and names that a
 * form writes otherwise.
 */
export async function pushCommit(
  api: RestApi,
  repository: string,
  { branch, base, files, message }: BranchChange,
  options: CallOptions,
): Promise<string> {
  const { signal } = options;
  await api.json({ path: `/commit/${base.sha}`, signal }, schemas.commitRef);
  const parts: Part[] = [
    { name: 'message', content: message },
    { name: 'branch', content: branch },
    { name: 'parents', content: base.sha },
  ];
  const present = await inParallel(files.keys(), path =>
    findEntry(api, { path, commit: base.sha }, options),
  );
  for (const [index, [path, bytes]] of [...files].entries()) {
    const there = present[index];
    const isExecutable = there?.attributes?.includes('executable');
    if ((bytes !== null && isExecutable) || /["\r\n]/.test(path))
      throw new GitHostError(
        'invalid',
        `${repository}: ${path} can't be changed through Bitbucket's API without losing ${
          isExecutable ? 'that it is executable' : 'its name'
        }. Change it with git`,
      );
    // With its file name, a file that is called as one of the fields above is none
    if (bytes !== null)
      parts.push({ name: path, content: bytes, filename: path });
    else if (there) parts.push({ name: 'files', content: path });
  }
  const body = multipart(parts);
  await api.send({ method: 'POST', path: '/src', body, signal });
  // What is answered is not described to tell the commit
  const head = await headOf(api, branch, options);
  if (head !== undefined) return head;
  throw new GitHostError(
    'unavailable',
    `${repository}: Bitbucket has not made the branch ${branch} yet`,
  );
}
