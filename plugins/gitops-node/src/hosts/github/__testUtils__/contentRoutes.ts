import { blobSha, MemoryFile } from '../../__testUtils__/MemoryGit';
import { GitHubRoute, notFound, refusal } from './answers';
import { ok } from '../../__testUtils__/FakeServer';
import type { Description } from './Description';
import type { FakeGitHub } from './FakeGitHub';
import type { Shapes } from './Shapes';

const REPOSITORY = '/repos/{owner}/{repo}';
const CONTENTS = `GET ${REPOSITORY}/contents/{path}`;
const nothing: MemoryFile = { bytes: Buffer.of(), mode: '100644' };
const COMPARE = `GET ${REPOSITORY}/compare/{basehead}`;

export function contentRoutes(
  github: FakeGitHub,
  shapes: Shapes,
  description: Description,
): GitHubRoute[] {
  const { git } = github;
  const comparison = description.example(COMPARE);
  const example = description.example(`GET ${REPOSITORY}/commits/{ref}`);
  const place = 'https://api.github.com/repos/platform/gitops/contents';
  return [
    {
      operation: `GET ${REPOSITORY}`,
      answer: () => ok(shapes.repository()),
    },
    {
      operation: CONTENTS,
      answer: ({ params: { path }, query }) => {
        const ref = query.get('ref') ?? 'main';
        const commit = git.resolve(ref);
        if (!commit) return refusal(404, `No commit found for the ref ${ref}`);
        const file = commit.tree.get(path);
        if (file) return ok({ ...listed(place, path, file), ...held(file) });
        const entries = git.entries(commit, path);
        return entries
          ? ok(entries.map(one => listed(place, one.path, one.file)))
          : notFound();
      },
    },
    {
      operation: `GET ${REPOSITORY}/commits`,
      answer: ({ query }) => {
        const commit = git.resolve(query.get('sha') ?? 'main');
        if (!commit) return notFound();
        const count = Number(query.get('per_page') ?? 30);
        const found = git.changesOf(commit.sha, query.get('path') ?? '');
        return ok(found.slice(0, count).map(one => shapes.commit(one)));
      },
    },
    {
      operation: `GET ${REPOSITORY}/commits/{ref}`,
      answer: ({ params, query }) => {
        const commit = git.resolve(params.ref);
        if (!commit) return notFound();
        const page = Number(query.get('page') ?? 1);
        const size = Number(query.get('per_page') ?? 30);
        const files = git
          .changedBy(commit)
          .slice((page - 1) * size, page * size)
          .map(filename => ({
            ...example.files[0],
            filename,
            sha: blobSha(commit.tree.get(filename) ?? nothing),
            contents_url: place,
          }));
        return ok({ ...example, ...shapes.commit(commit), files });
      },
    },
    {
      operation: COMPARE,
      answer: ({ params, query }) => {
        const [base, head] = params.basehead
          .split('...')
          .map(name => git.resolve(name)?.sha);
        if (!base || !head) return notFound();
        const commits = git.between(base, head).reverse();
        const size = Number(query.get('per_page') ?? 250);
        const begin = (Number(query.get('page') ?? 1) - 1) * size;
        return ok({
          ...comparison,
          status: statusOf({
            isAhead: git.contains(head, base),
            isBehind: git.contains(base, head),
          }),
          total_commits: commits.length,
          commits: commits
            .slice(begin, begin + size)
            .map(one => shapes.commit(one)),
          files: [],
        });
      },
    },
  ];
}

function statusOf({
  isAhead,
  isBehind,
}: {
  isAhead: boolean;
  isBehind: boolean;
}): string {
  if (isAhead && isBehind) return 'identical';
  if (isAhead) return 'ahead';
  return isBehind ? 'behind' : 'diverged';
}

function listed(place: string, path: string, file: MemoryFile | undefined) {
  const url = `${place}/${encodeURIComponent(path)}`;
  const isSubmodule = file?.mode === '160000';
  const isDownloaded = file && !isSubmodule;
  return {
    name: path.split('/').at(-1)!,
    path,
    sha: file ? blobSha(file) : '0'.repeat(40),
    size: file && !isSubmodule ? file.bytes.length : 0,
    // What is listed of a submodule is a file, for those who knew no better at the time
    type: file ? fileType(file) : 'dir',
    url,
    git_url: url,
    html_url: url,
    download_url: isDownloaded ? url : null,
    _links: { self: url, git: url, html: url },
  };
}

function fileType({ mode }: MemoryFile): string {
  return mode === '120000' ? 'symlink' : 'file';
}

/** Of one file that is asked for itself; a link is followed, so it looks like a file. */
function held({ bytes }: MemoryFile) {
  const isLarge = bytes.length > 1024 * 1024;
  return {
    type: 'file',
    encoding: isLarge ? 'none' : 'base64',
    content: isLarge ? '' : bytes.toString('base64'),
  };
}
