import { FakeAnswer, FakeRoute, ok } from '../../__testUtils__/FakeServer';
import { blobSha, MemoryFile, MemoryGit } from '../../__testUtils__/MemoryGit';
import { list, refusal } from './answers';
import type { FakeAzureDevOps } from './FakeAzureDevOps';
import { unresolvable, versionOf } from './versions';

export function itemRoutes({ git }: FakeAzureDevOps): FakeRoute[] {
  return [
    {
      method: 'GET',
      path: '/items',
      query: [
        'path',
        'scopePath',
        'recursionLevel',
        'includeContentMetadata',
        '$format',
        'versionDescriptor.version!',
        'versionDescriptor.versionType!',
      ],
      answer: ({ query }) => items(git, query),
    },
    {
      method: 'GET',
      path: '/blobs/:sha',
      query: ['download', 'fileName', '$format', 'resolveLfs'],
      answer: ({ params }) => {
        for (const head of git.branches.values())
          for (const { tree } of git.history(head))
            for (const file of tree.values())
              if (blobSha(file) === params.sha)
                return { status: 200, bytes: file.bytes };
        return refusal(404, 'TF401029: The blob does not exist');
      },
    },
  ];
}

function items(git: MemoryGit, query: URLSearchParams): FakeAnswer {
  const commit = versionOf(git, query, 'versionDescriptor');
  if (!commit) return unresolvable();
  const withMetadata = query.get('includeContentMetadata') === 'true';
  const shown = (path: string, file?: MemoryFile) =>
    shownItem({ path, file, withMetadata });
  const path = (query.get('path') ?? query.get('scopePath') ?? '/').slice(1);
  const file = commit.tree.get(path);
  const entries = git.entries(commit, path);
  if (!file && !entries)
    return refusal(
      404,
      `TF401174: The item '/${path}' could not be found in the repository.`,
      'GitItemNotFoundException',
    );
  if (query.has('path')) return ok(shown(path, file));
  const below = (entries ?? []).map(one => shown(one.path, one.file));
  return list([shown(path, file), ...below]);
}

function shownItem(item: {
  path: string;
  file?: MemoryFile;
  withMetadata: boolean;
}) {
  const { path, file, withMetadata } = item;
  return {
    objectId: file ? blobSha(file) : 'd'.repeat(40),
    gitObjectType: typeOf(file?.mode),
    path: `/${path}`,
    ...(file ? {} : { isFolder: true }),
    ...(withMetadata && file?.mode === '120000' ? { isSymLink: true } : {}),
  };
}

function typeOf(mode: string | undefined): string {
  if (mode === undefined) return 'tree';
  return mode === '160000' ? 'commit' : 'blob';
}
