import { filesOf, GITOPS, searchIn } from '../__testUtils__/filesOf';
import type { ManifestFiles, ManifestSource } from '../VersionPlace';
import { deployedManifest } from './deployedManifest';

const FOLDER = 'envs/production';
const names = Array.from(
  { length: 300 },
  (_, index) => `svc-${String(index).padStart(3, '0')}`,
);

function manifest(name: string): string {
  return `kind: Application\nmetadata:\n  name: ${name}\n`;
}

/** Looks for an Application's manifest among those of all names. */
async function find(
  wanted: string,
  pathOf: (name: string, index: number) => string,
  all: readonly string[] = names,
) {
  const counted = counting(
    filesOf(
      Object.fromEntries(
        all.map((name, index) => [
          `${FOLDER}/${pathOf(name, index)}`,
          manifest(name),
        ]),
      ),
    ),
  );
  const search = searchIn(counted.files);
  const found = await deployedManifest(
    { kind: 'Application', name: wanted, namespace: 'argocd' },
    [{ repoURL: GITOPS, targetRevision: 'main', path: FOLDER }],
    search,
  );
  return { file: found?.file, misses: search.misses, counts: counted };
}

/** Files that take a moment, and what is asked of them. */
function counting(inner: ManifestFiles) {
  const counts = { reads: 0, lists: 0, atOnce: 0, most: 0 };
  const counted =
    <T>(key: 'reads' | 'lists', ask: (path: string) => Promise<T>) =>
    async (path: string) => {
      counts[key]++;
      counts.most = Math.max(counts.most, ++counts.atOnce);
      await new Promise(resolve => setImmediate(resolve));
      counts.atOnce--;
      return ask(path);
    };
  const files: ManifestFiles = {
    isBranch: inner.isBranch,
    read: counted('reads', inner.read),
    list: counted('lists', inner.list),
  };
  return Object.assign(counts, { files });
}

describe('deployedManifest', () => {
  it.each(['svc-010', 'svc-240'])(
    'finds %s among three hundred by the name of its file',
    async name => {
      const { file, counts } = await find(name, one => `${one}.yaml`);
      expect(file).toBe(`${FOLDER}/${name}.yaml`);
      expect(counts.reads).toBeLessThanOrEqual(8);
    },
  );

  it.each(['svc-010', 'svc-240'])(
    'finds %s among three hundred by the name of its folder',
    async name => {
      const { file, counts } = await find(name, one => `${one}/app.yaml`);
      expect(file).toBe(`${FOLDER}/${name}/app.yaml`);
      expect(counts.lists).toBeLessThanOrEqual(50);
      expect(counts.reads).toBeLessThanOrEqual(8);
    },
  );

  it('finds one whose file is called as its service', async () => {
    const { file, counts } = await find(
      'svc-240-production',
      one => `${one.replace('-production', '')}.yaml`,
      names.map(name => `${name}-production`),
    );
    expect(file).toBe(`${FOLDER}/svc-240.yaml`);
    expect(counts.reads).toBeLessThanOrEqual(8);
  });

  it('finds one whose file is called otherwise, a few at once', async () => {
    const { file, counts } = await find(
      'svc-299',
      (_, index) => `${1_000 + index}.yaml`,
    );
    expect(file).toBe(`${FOLDER}/1299.yaml`);
    expect(counts.most).toBeGreaterThan(1);
    expect(counts.most).toBeLessThanOrEqual(8);
  });

  it('says that there are more files than it reads', async () => {
    const all = Array.from({ length: 600 }, (_, index) => `app-${index}`);
    const { file, misses, counts } = await find(
      'app-599',
      (_, index) => `${1_000 + index}.yaml`,
      all,
    );
    expect(file).toBeUndefined();
    expect(counts.reads).toBe(500);
    expect(misses).toEqual([
      'the manifest of Application app-599 in envs/production (only 500 of its files were read, since there are more)',
    ]);
  });

  it('says that there are more folders than it looks into', async () => {
    const { file, misses } = await find(
      'svc-299',
      (_, index) => `${1_000 + index}/app.yaml`,
    );
    expect(file).toBeUndefined();
    expect(misses).toEqual([
      'the manifest of Application svc-299 in envs/production (only 50 of its folders were looked into, since there are more)',
    ]);
  });

  it('says nothing of that where all was read', async () => {
    const { misses } = await find('none', one => `${one}.yaml`);
    expect(misses).toEqual([
      'the manifest of Application none in envs/production',
    ]);
  });

  describe('of several of one name', () => {
    const inNamespace = (namespace: string) =>
      `${manifest('orders')}  namespace: ${namespace}\n`;
    const fileOf = async (
      files: Record<string, string>,
      source: Partial<ManifestSource> = {},
    ) => {
      const found = await deployedManifest(
        { kind: 'Application', name: 'orders', namespace: 'argocd' },
        [{ repoURL: GITOPS, path: 'apps', ...source }],
        searchIn(filesOf(files)),
      );
      return found?.file;
    };

    it('finds that of the namespace, or one that names none', async () => {
      const other = { 'apps/a.yaml': inNamespace('team-a') };
      expect(await fileOf(other)).toBeUndefined();
      for (const text of [inNamespace('argocd'), manifest('orders')])
        expect(await fileOf({ ...other, 'apps/b.yaml': text })).toBe(
          'apps/b.yaml',
        );
    });

    it('finds only what Argo CD applies of a folder', async () => {
      const files = {
        'apps/eu/orders.yaml': manifest('orders'),
        'apps/us/orders.yaml': manifest('orders'),
      };
      const directory = { recurse: true, include: 'us/*' };
      expect(await fileOf(files, { directory })).toBe('apps/us/orders.yaml');
      expect(await fileOf(files, { type: 'Directory' })).toBeUndefined();
    });
  });
});
