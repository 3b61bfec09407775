import type { FileChange } from '../../../git/changes';
import type { Commit } from '../../../git/Commit';
import type { Signature } from '../../../git/Signature';
import type { HostedRepository } from '../../HostedRepository';
import { noTime, timestamp } from './urls';
import { userShape } from './userShape';

export const verification = {
  verified: false,
  reason: 'gpg.error.not_signed_commit',
  signature: '',
  signer: null,
  payload: '',
};

/** A commit in a list; `stats` is null where the caller did not want them. */
export function commitShape(
  repository: HostedRepository,
  commit: Commit,
  options: { files?: readonly FileChange[]; withStats: boolean },
) {
  const { sha } = commit;
  const created = timestamp(commit.committer.date);
  const files = options.files ?? [];
  const sum = (count: (file: FileChange) => number) =>
    files.reduce((total, file) => total + count(file), 0);
  const [additions, deletions] = [
    sum(file => file.additions),
    sum(file => file.deletions),
  ];
  return {
    url: `${repository.apiUrl}/git/commits/${sha}`,
    sha,
    created,
    html_url: `${repository.htmlUrl}/commit/${sha}`,
    commit: {
      url: `${repository.apiUrl}/git/commits/${sha}`,
      author: signatureShape(commit.author),
      committer: signatureShape(commit.committer),
      message: commit.message,
      // Gitea names the commit here, not its tree
      tree: { url: `${repository.apiUrl}/git/trees/${sha}`, sha, created },
      verification,
    },
    author: userOf(repository, commit.author),
    committer: userOf(repository, commit.committer),
    parents: parentShapes(repository, commit),
    files: files.map(file => ({
      filename: file.path,
      status: file.status === 'deleted' ? 'removed' : file.status,
    })),
    stats: options.withStats
      ? { total: additions + deletions, additions, deletions }
      : null,
  };
}

/** The commit that a change of files made. */
export function fileCommitShape(repository: HostedRepository, commit: Commit) {
  return {
    url: `${repository.apiUrl}/git/commits/${commit.sha}`,
    sha: commit.sha,
    created: noTime,
    html_url: `${repository.htmlUrl}/commit/${commit.sha}`,
    author: signatureShape(commit.author),
    committer: signatureShape(commit.committer),
    parents: parentShapes(repository, commit),
    message: commit.message,
    tree: {
      url: `${repository.apiUrl}/git/trees/${commit.tree}`,
      sha: commit.tree,
      created: noTime,
    },
  };
}

/** The commit of a branch, and of a push event. */
export function branchCommitShape(
  repository: HostedRepository,
  commit: Commit,
) {
  const person = (signature: Signature) => ({
    name: signature.name,
    email: signature.email,
    username: repository.forge.users.byEmail(signature.email)?.login ?? '',
  });
  return {
    id: commit.sha,
    message: commit.message,
    url: `${repository.htmlUrl}/commit/${commit.sha}`,
    author: person(commit.author),
    committer: person(commit.committer),
    verification,
    timestamp: timestamp(commit.committer.date),
    added: null,
    removed: null,
    modified: null,
  };
}

function signatureShape({ name, email, date }: Signature) {
  return { name, email, date: timestamp(date) };
}

function parentShapes(repository: HostedRepository, commit: Commit) {
  return commit.parents.map(sha => ({
    url: `${repository.apiUrl}/git/commits/${sha}`,
    sha,
    created: noTime,
  }));
}

function userOf(repository: HostedRepository, { email }: Signature) {
  const user = repository.forge.users.byEmail(email);
  return user ? userShape(repository.forge, user, { noreply: true }) : null;
}
