import { GitHostError, type GitRepository } from 'backstage-plugin-gitops-node';
import { applicationManifests } from '../argocd/manifestSchemas';
import { readSourceFiles } from './sourceFiles';

const REPOSITORY = 'https://git.example.com/platform/gitops';
const signal = new AbortController().signal;

/** @param files - texts by `ref:path`; a number is a size, null is no file */
function repositoryWith(files: Record<string, string | number | null>) {
  return {
    get: async () => ({ defaultBranch: 'main', isArchived: false }),
    list: async ({ path, ref }: { path: string; ref: string }) =>
      Object.keys(files)
        .filter(key => key.startsWith(`${ref}:${path}/`))
        .map(key => key.slice(`${ref}:${path}/`.length).split('/'))
        .map(([name, ...below]) => ({
          name,
          path: `${path}/${name}`,
          kind: below.length > 0 ? 'directory' : 'file',
        })),
    read: async ({ path, ref }: { path: string; ref: string }) => {
      const found = files[`${ref}:${path}`];
      if (found === null) throw new GitHostError('notAFile', path);
      if (typeof found === 'number') return Buffer.alloc(found);
      return found === undefined ? undefined : Buffer.from(found);
    },
  } as unknown as GitRepository;
}

async function read(
  spec: object,
  files: Record<string, string | number | null>,
  sync?: object,
) {
  const manifests = applicationManifests.parse({
    metadata: { name: 'orders', namespace: 'argocd' },
    spec,
    status: { sync },
  });
  const repository = repositoryWith(files);
  const repositoryOf = (url: string) =>
    url === REPOSITORY ? repository : undefined;
  const found = await readSourceFiles(manifests, repositoryOf, { signal });
  return found && { ...found, files: Object.fromEntries(found.files) };
}

const source = {
  repoURL: REPOSITORY,
  path: 'apps/orders',
  targetRevision: 'HEAD',
};

it('reads what is in the folder at the commit that Argo CD compares with', async () => {
  const files = {
    'c1:apps/orders/a.yaml': 'a',
    'main:apps/orders/a.yaml': 'b',
    'c1:apps/orders/README.md': 'x',
  };
  expect(await read({ source }, files, { revision: 'c1' })).toEqual({
    files: { 'a.yaml': 'a' },
    revision: 'c1',
    isWhole: true,
  });
});

it('reads the default branch where no commit is known', async () => {
  expect(
    await read({ source }, { 'main:apps/orders/a.yaml': 'b' }),
  ).toMatchObject({ files: { 'a.yaml': 'b' }, revision: 'main' });
});

it('reads the value files of a chart, also those of another source, and none elsewhere', async () => {
  const chart = {
    repoURL: 'https://charts.example.com',
    chart: 'web',
    helm: {
      valueFiles: [
        '$values/orders/prod.yaml',
        '$other/x.yaml',
        'https://evil.example.com/x',
      ],
    },
  };
  const values = { repoURL: REPOSITORY, ref: 'values', targetRevision: 'v1' };
  expect(
    await read({ sources: [chart, values] }, { 'v1:orders/prod.yaml': 'p' }),
  ).toEqual({
    files: { 'orders/prod.yaml': 'p' },
    revision: 'v1',
    isWhole: false,
  });
  const own = {
    ...source,
    helm: { valueFiles: ['../../values.yaml', '../../../x'] },
  };
  expect(
    await read({ source: own }, { 'main:values.yaml': 'v', 'main:x': 'x' }),
  ).toMatchObject({ files: { 'values.yaml': 'v' }, isWhole: false });
});

it.each([
  ['a folder', { 'main:apps/orders/sub/b.yaml': 'b' }],
  ['a link', { 'main:apps/orders/b.yaml': null }],
  ['a large file', { 'main:apps/orders/b.yaml': 65 * 1024 }],
  [
    'the forty-first file',
    Object.fromEntries(
      Array.from({ length: 41 }, (_, index) => [
        `main:apps/orders/b${index}.yaml`,
        'b',
      ]),
    ),
  ],
])('says that it left out %s', async (_, others) => {
  const found = await read(
    { source },
    { 'main:apps/orders/a.yaml': 'a', ...others },
  );
  expect(found).toMatchObject({ files: { 'a.yaml': 'a' }, isWhole: false });
});

it('knows nothing where no configured host has the sources', async () => {
  const elsewhere = { repoURL: 'https://elsewhere.example.com/x', path: 'y' };
  expect(await read({ source: elsewhere }, {})).toBeUndefined();
});
