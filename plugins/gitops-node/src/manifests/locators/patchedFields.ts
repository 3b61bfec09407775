import type { Search } from '../Locator';
import type { ManifestSource } from '../VersionPlace';
import { Kustomization, kustomizationsOf, within } from './kustomizations';
import { whereReadable } from './whereReadable';

const KEYS = [
  'patches',
  'patchesStrategicMerge',
  'patchesJson6902',
  'replacements',
];
/** A patch of one resource only, by its name. */
const NAMES_ONE = /\bname"?:/;

/** A patch of a kustomization, with what it is for, as text. */
interface Patch {
  /** The kustomization's */
  file: string;
  /** Its own; none where it stands in the kustomization */
  path?: string;
  text: string;
}

/**
 * Finds the kustomization, among those that deploy a resource, whose patches may set a field that is
 * written in a file: what stands there has no effect then.
 */
export async function patchingFile(
  { name, field, file }: Record<'name' | 'field' | 'file', string>,
  sources: readonly ManifestSource[],
  search: Search,
): Promise<string | undefined> {
  // Most parents are no kustomizations, which is nothing to tell
  const quiet: Search = { ...search, missed() {} };
  const found = await Promise.all(
    sources.map(async source => {
      const all = await kustomizationsOf(source, quiet);
      return Promise.all(all.map(one => patchesOf(one, quiet)));
    }),
  );
  return found
    .flat(2)
    .find(
      ({ path, text }) =>
        path !== file &&
        text.includes(field) &&
        (text.includes(name) || !NAMES_ONE.test(text)),
    )?.file;
}

/**
 * Finds a kustomization whose replacements set images: what a manifest says of them may have no
 * effect then.
 */
export async function replacingFile(
  all: readonly Kustomization[],
  search: Search,
): Promise<string | undefined> {
  const found = await Promise.all(
    all.map(one => patchesOf(one, search, ['replacements'])),
  );
  return found.flat().find(({ text }) => /[./]image\b/.test(text))?.file;
}

async function patchesOf(
  { repository, ref, folder, file, content }: Kustomization,
  search: Search,
  keys = KEYS,
): Promise<Patch[]> {
  const files = search.files(repository, ref);
  const entries = keys.flatMap(key => {
    const listed = content[key];
    return Array.isArray(listed) ? (listed as unknown[]) : [];
  });
  return Promise.all(
    entries.map(async entry => {
      const path =
        typeof entry === 'string'
          ? entry
          : (entry as { path?: unknown } | null)?.path;
      const isFile = typeof path === 'string' && !path.includes('\n');
      const [target] = isFile ? within(folder, path) : [];
      const text =
        target &&
        (await whereReadable(search, () => files.read(target)).then(
          read => read ?? '',
        ));
      return {
        file,
        path: target,
        text: `${JSON.stringify(entry)}\n${text ?? ''}`,
      };
    }),
  );
}
