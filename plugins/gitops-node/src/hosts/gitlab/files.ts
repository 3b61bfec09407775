import { CallOptions, DirectoryEntry, MAX_FILE_BYTES } from '../GitHost';
import { GitHostError } from '../GitHostError';
import { unlessRefused } from '../rest/Refusal';
import type { RestApi } from '../rest/RestApi';
import type { Place, RestFiles } from '../rest/RestReader';
import * as schemas from './schemas';

/** No path that a link names is longer. */
const MAX_LINK_BYTES = 4096;
const MAX_PAGES = 100;
const LINK = '120000';

/** Files and directories of one repository. */
export class GitLabFiles implements RestFiles {
  constructor(private readonly api: RestApi, private readonly name: string) {}

  /**
   * A file's bytes; undefined where there is none. GitLab answers a symbolic link's target as if it
   * were the content of a file, so what is short and has no line break is looked up in its
   * directory.
   */
  async read(
    file: Place,
    options: CallOptions,
  ): Promise<Uint8Array | undefined> {
    const request = {
      path: `/repository/files/${encodeURIComponent(file.path)}/raw`,
      query: { ref: file.ref },
      signal: options.signal,
    };
    const answer = await unlessRefused([404], () =>
      this.api.send(request, MAX_FILE_BYTES),
    );
    const mayBeLink =
      answer === undefined ||
      (answer.bytes.length <= MAX_LINK_BYTES && !answer.bytes.includes('\n'));
    if (!mayBeLink) return answer.bytes;
    const kind = await this.#kindAt(file, options);
    if (kind === undefined || kind === 'file') return answer?.bytes;
    throw new GitHostError(
      'notAFile',
      `${this.name}: ${file.path} is not a file but ${
        kind === 'directory' ? 'a directory' : 'a link or submodule'
      }`,
    );
  }

  /** What stands in a directory; undefined where there is none. */
  async list(
    { path, ref }: Place,
    { signal }: CallOptions,
  ): Promise<DirectoryEntry[] | undefined> {
    const entries: DirectoryEntry[] = [];
    let next = '1';
    for (let page = 0; page < MAX_PAGES && next !== ''; page++) {
      const query = { path, ref, per_page: 100, page: next };
      const answer = await unlessRefused([404], () =>
        this.api.answer(
          { path: '/repository/tree', query, signal },
          schemas.tree,
        ),
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

  async #kindAt({ path, ref }: Place, options: CallOptions) {
    const directory = path.split('/').slice(0, -1).join('/');
    const entries = await this.list({ path: directory, ref }, options);
    return entries?.find(one => one.path === path)?.kind;
  }
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
