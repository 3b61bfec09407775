import { MemoryFile } from '../../__testUtils__/MemoryGit';
import { GitHubRoute, notFound, refusal } from './answers';
import { ok } from '../../__testUtils__/FakeServer';
import type { Description } from './Description';
import type { FakeGitHub } from './FakeGitHub';
import type { Shapes } from './Shapes';

const GIT = '/repos/{owner}/{repo}/git';

interface NewEntry {
  path: string;
  mode: MemoryFile['mode'];
  sha?: string | null;
  content?: string;
}

/** Git's own parts: blobs, trees, commits, references. */
export function gitRoutes(
  github: FakeGitHub,
  shapes: Shapes,
  description: Description,
): GitHubRoute[] {
  const { git, objects } = github;
  const examples = {
    blob: description.example(`POST ${GIT}/blobs`, 201),
    tree: description.example(`GET ${GIT}/trees/{tree_sha}`),
    ref: description.example(`GET ${GIT}/ref/{ref}`),
  };
  const refOf = (branch: string, sha: string) => ({
    ...examples.ref,
    ref: `refs/heads/${branch}`,
    object: { ...examples.ref.object, sha },
  });
  const treeOf = (sha: string, isRecursive = false) => {
    const tree = objects.tree(sha)!;
    const items = isRecursive ? objects.allItems(tree) : objects.items(tree);
    return {
      ...examples.tree,
      sha,
      tree: items.slice(0, github.maxTreeItems),
      truncated: items.length > github.maxTreeItems,
    };
  };
  return [
    {
      operation: `GET ${GIT}/ref/{ref}`,
      answer: ({ params }) => {
        const branch = params.ref.replace(/^heads\//, '');
        const sha = git.branches.get(branch);
        return sha ? ok(refOf(branch, sha)) : notFound();
      },
    },
    {
      operation: `POST ${GIT}/refs`,
      answer: ({ body: { ref, sha } }) => {
        const branch = ref.replace(/^refs\/heads\//, '');
        if (github.refusedRefs) return refusal(422, github.refusedRefs);
        if (git.branches.has(branch))
          return refusal(422, 'Reference already exists');
        if (!git.commit(sha)) return refusal(422, 'Object does not exist');
        git.branches.set(branch, sha);
        return ok(refOf(branch, sha), 201);
      },
    },
    {
      operation: `DELETE ${GIT}/refs/{ref}`,
      answer: ({ params }) => {
        const branch = params.ref.replace(/^heads\//, '');
        github.pulls.keepHeads(branch);
        return git.branches.delete(branch)
          ? { status: 204 }
          : refusal(422, 'Reference does not exist');
      },
    },
    {
      operation: `GET ${GIT}/blobs/{file_sha}`,
      answer: ({ params: { filesha: sha } }) => {
        const bytes = objects.blob(sha);
        if (!bytes) return notFound();
        return ok({
          url: 'https://api.github.com/blob',
          node_id: 'x',
          sha,
          size: bytes.length,
          content: bytes.toString('base64').replace(/.{60}/g, '$&\n'),
          encoding: 'base64',
        });
      },
    },
    {
      operation: `POST ${GIT}/blobs`,
      answer: ({ body: { content, encoding = 'utf-8' } }) => {
        const bytes = Buffer.from(
          content,
          encoding === 'base64' ? 'base64' : 'utf8',
        );
        return ok({ ...examples.blob, sha: objects.addBlob(bytes) }, 201);
      },
    },
    {
      operation: `GET ${GIT}/trees/{tree_sha}`,
      answer: ({ params: { treesha: sha }, query }) =>
        objects.tree(sha)
          ? ok(treeOf(sha, query.has('recursive')))
          : notFound(),
    },
    {
      operation: `POST ${GIT}/trees`,
      answer: ({ body }) => {
        const tree = new Map(objects.tree(body.base_tree));
        for (const { path, mode, sha, content } of body.tree as NewEntry[]) {
          const bytes =
            content === undefined
              ? objects.blob(sha ?? '')
              : Buffer.from(content, 'utf8');
          if (sha === null && !tree.delete(path))
            return refusal(422, 'GitRPC::BadObjectState');
          if (sha !== null && !bytes)
            return refusal(422, `tree.sha ${sha} is not a valid blob`);
          if (bytes) tree.set(path, { bytes, mode });
        }
        return ok(treeOf(objects.addTree(tree)), 201);
      },
    },
    {
      operation: `GET ${GIT}/commits/{commit_sha}`,
      answer: ({ params }) => {
        const commit = git.commit(params.commitsha);
        return commit ? ok(shapes.gitCommit(commit)) : notFound();
      },
    },
    {
      operation: `POST ${GIT}/commits`,
      answer: ({ body: { message, parents, tree: name } }) => {
        const tree = objects.tree(name);
        if (!tree) return refusal(422, 'Tree SHA does not exist');
        const sha = objects.commit({ tree, parents, message });
        return ok(shapes.gitCommit(git.commit(sha)!), 201);
      },
    },
  ];
}
