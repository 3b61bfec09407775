import type { Commit } from '../../../git/Commit';
import type { TreeEntry } from '../../../git/tree';
import type { HostedRepository } from '../../HostedRepository';
import { encodePath, timestamp } from './urls';

const types: Record<TreeEntry['type'], string> = {
  blob: 'file',
  tree: 'dir',
  commit: 'submodule',
};

/** A file or directory of a branch or commit. `content` is absent in listings. */
export function contentShape(
  repository: HostedRepository,
  entry: TreeEntry,
  options: { ref: string; lastCommit: Commit; content?: Buffer },
) {
  const { ref, lastCommit, content } = options;
  const { htmlUrl, apiUrl } = repository;
  const kind = repository.git.heads().has(ref) ? 'branch' : 'commit';
  const place = `${kind}/${encodePath(ref)}/${encodePath(entry.path)}`;
  const self = `${apiUrl}/contents/${encodePath(
    entry.path,
  )}?ref=${encodeURIComponent(ref)}`;
  const links = {
    self,
    git: `${apiUrl}/git/blobs/${entry.sha}`,
    html: `${htmlUrl}/src/${place}`,
  };
  const isLink = entry.mode === '120000';
  return {
    name: entry.path.split('/').pop() ?? '',
    path: entry.path,
    sha: entry.sha,
    last_commit_sha: lastCommit.sha,
    last_committer_date: timestamp(lastCommit.committer.date),
    last_author_date: timestamp(lastCommit.author.date),
    type: isLink ? 'symlink' : types[entry.type],
    size: entry.size,
    encoding: content ? 'base64' : null,
    content: content ? content.toString('base64') : null,
    target: isLink && content ? content.toString('utf8') : null,
    url: self,
    html_url: links.html,
    git_url: links.git,
    download_url: entry.type === 'blob' ? `${htmlUrl}/raw/${place}` : null,
    submodule_git_url: null,
    _links: links,
  };
}
