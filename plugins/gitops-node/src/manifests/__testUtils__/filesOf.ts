import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Search } from '../Locator';
import type {
  ApplicationManifests,
  ManifestFiles,
  ManifestSource,
} from '../VersionPlace';

export const GITOPS = 'https://git.example.com/platform/gitops.git';

/** Files by their paths; what is an error can't be read. */
export function filesOf(
  files: Readonly<Record<string, string | Error>>,
): ManifestFiles {
  return {
    isBranch: async () => true,
    async read(path) {
      const content = Object.hasOwn(files, path) ? files[path] : undefined;
      if (content instanceof Error) throw content;
      return content;
    },
    async list(directory) {
      const prefix = directory === '' ? '' : `${directory}/`;
      const below = Object.keys(files)
        .filter(path => path.startsWith(prefix))
        .map(path => path.slice(prefix.length));
      const names = [...new Set(below.map(path => path.split('/')[0]))].sort();
      return names.map(name => ({
        name,
        path: `${prefix}${name}`,
        kind: below.includes(name) ? 'file' : 'directory',
      }));
    },
  };
}

/** The repository of `__fixtures__/gitops`, and what else is put into it. */
export function gitopsFiles(
  others: Readonly<Record<string, string | Error>> = {},
): ManifestFiles {
  const root = join(__dirname, '../__fixtures__/gitops');
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  const read = entries
    .filter(one => one.isFile())
    .map(one => join(one.parentPath, one.name))
    .map(path => [path.slice(root.length + 1), readFileSync(path, 'utf8')]);
  return filesOf({ ...Object.fromEntries(read), ...others });
}

/** A search in one repository, whatever the address, that tells what it missed. */
export function searchIn(
  files: ManifestFiles,
  running: readonly string[] = [],
): Search & { readonly misses: string[] } {
  const misses: string[] = [];
  return {
    service: 'orders',
    running,
    misses,
    files: () => files,
    missed: sentence => void misses.push(sentence),
  };
}

/** An Application with one source in the GitOps repository. */
export function application(
  source: Partial<ManifestSource> | readonly Partial<ManifestSource>[],
  others: Partial<ApplicationManifests> = {},
): ApplicationManifests {
  const sources = [source].flat() as Partial<ManifestSource>[];
  return {
    name: 'orders-staging',
    namespace: 'argocd',
    labels: {
      'app.kubernetes.io/name': 'orders',
      environment: 'staging',
    },
    sources: sources.map(one => ({
      repoURL: GITOPS,
      targetRevision: 'main',
      ...one,
    })),
    ...others,
  };
}
