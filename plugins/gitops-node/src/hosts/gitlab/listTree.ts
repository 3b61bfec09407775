import type { CallOptions, DirectoryEntry } from '../GitHost';
import { RestApi, unlessRefused } from '../rest/RestApi';
import * as schemas from './schemas';

const MAX_PAGES = 100;
const LINK = '120000';

/** What stands in a directory; undefined where there is none. */
export async function listTree(
  api: RestApi,
  { path, ref }: { path: string; ref: string },
  { signal }: CallOptions,
): Promise<DirectoryEntry[] | undefined> {
  const entries: DirectoryEntry[] = [];
  let next = '1';
  for (let page = 0; page < MAX_PAGES && next !== ''; page++) {
    const query = { path, ref, per_page: 100, page: next };
    const answer = await unlessRefused([404], () =>
      api.answer({ path: '/repository/tree', query, signal }, schemas.tree),
    );
    if (!answer) return undefined;
    entries.push(
      ...answer.value.map(one => ({
        name: one.name,
        path: one.path,
        kind: kindOf(one),
      })),
    );
    next = answer.headers.get('x-next-page') ?? '';
  }
  return entries;
}

function kindOf({
  type,
  mode,
}: {
  type: string;
  mode: string;
}): DirectoryEntry['kind'] {
  if (type === 'tree') return 'directory';
  return type === 'blob' && mode !== LINK ? 'file' : 'other';
}
