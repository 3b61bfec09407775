import type { BranchChange, CallOptions } from '../GitHost';
import { allPages } from '../rest/allPages';
import { inParallel } from '../rest/inParallel';
import type { ShownCommit } from '../rest/remakeBranch';
import type { RestApi } from '../rest/RestApi';
import { findItem } from './files';
import { refOf } from './refs';
import * as schemas from './schemas';

/** Of a commit's changes. */
const PAGES = { size: 1000, max: 10 };

/**
 * A branch with one commit of all files, in one push: a new ref whose old object is a commit begins
 * there. New files are told from changed ones, so each is looked for first.
 */
export async function pushCommit(
  api: RestApi,
  { branch, base, files, message }: BranchChange,
  { signal }: CallOptions,
): Promise<string> {
  const present = await inParallel(files.keys(), path =>
    findItem(api, { path, ref: base.sha }, { signal }),
  );
  const changes = [...files].flatMap(([path, bytes], index) => {
    const there = present[index];
    const item = { path: `/${path}` };
    if (bytes === null) return there ? [{ changeType: 'delete', item }] : [];
    const content = Buffer.from(bytes).toString('base64');
    const newContent = { content, contentType: 'base64encoded' };
    return [{ changeType: there ? 'edit' : 'add', item, newContent }];
  });
  const { commits } = await api.json(
    {
      method: 'POST',
      path: '/pushes',
      json: {
        refUpdates: [{ name: refOf(branch), oldObjectId: base.sha }],
        commits: [{ comment: message, changes }],
      },
      signal,
    },
    schemas.pushed,
  );
  return commits[0].commitId;
}

export async function showCommit(
  api: RestApi,
  sha: string,
  { signal }: CallOptions,
): Promise<ShownCommit> {
  const path = `/commits/${sha}`;
  const found = await api.json({ path, signal }, schemas.wholeCommit);
  const changes = await allPages(PAGES, async page => {
    const query = { top: PAGES.size, skip: (page - 1) * PAGES.size };
    const request = { path: `${path}/changes`, query, signal };
    return (await api.json(request, schemas.changes)).changes;
  });
  return {
    message: found.comment,
    parents: found.parents,
    paths: changes
      // The folders of a changed file count as changed, too
      .filter(({ item }) => item.gitObjectType !== 'tree')
      .map(({ item }) => item.path.slice(1)),
  };
}
