import { CallOptions, MAX_FILE_BYTES } from '../GitHost';
import { GitHostError } from '../GitHostError';
import { RestApi, unlessRefused } from '../rest/RestApi';
import { listTree } from './listTree';

/** No path that a link names is longer. */
const MAX_LINK_BYTES = 4096;

/**
 * A file's bytes; undefined where there is none. GitLab answers a symbolic link's target as if it were the content of a file, so what is short and has no line
 * break is looked up in its directory.
 */
export async function readFile(
  api: RestApi,
  repository: string,
  file: { path: string; ref: string },
  options: CallOptions,
): Promise<Uint8Array | undefined> {
  const request = {
    path: `/repository/files/${encodeURIComponent(file.path)}/raw`,
    query: { ref: file.ref },
    signal: options.signal,
  };
  const answer = await unlessRefused([404], () =>
    api.send(request, MAX_FILE_BYTES),
  );
  const mayBeLink =
    answer === undefined ||
    (answer.bytes.length <= MAX_LINK_BYTES && !answer.bytes.includes('\n'));
  if (!mayBeLink) return answer.bytes;
  const kind = await kindOf(api, file, options);
  if (kind === undefined || kind === 'file') return answer?.bytes;
  throw new GitHostError(
    'notAFile',
    `${repository}: ${file.path} is no file but ${
      kind === 'directory' ? 'a directory' : 'a link or submodule'
    }`,
  );
}

async function kindOf(
  api: RestApi,
  { path, ref }: { path: string; ref: string },
  options: CallOptions,
) {
  const directory = path.split('/').slice(0, -1).join('/');
  const entries = await listTree(api, { path: directory, ref }, options);
  return entries?.find(one => one.path === path)?.kind;
}
