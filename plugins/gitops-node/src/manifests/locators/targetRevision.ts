import type { Locator } from '../Locator';
import { readDocuments, readScalar } from '../readDocuments';
import { ManifestSource, Path, VersionPlace, written } from '../VersionPlace';

const MAX_FILES = 200;
/** A branch is followed, not promoted. What begins with a digit or a v and a digit, or is a commit, is a version. */
const VERSION = /^(v?\d|[0-9a-f]{40}$)/;

/** `targetRevision` in an Application's own manifest, where another Application deploys that: App of Apps. */
export const targetRevision: Locator = {
  name: 'targetRevision',
  async find(application, search) {
    const { parent, name, sources } = application;
    const isVersioned = sources.some(one =>
      VERSION.test(one.targetRevision ?? ''),
    );
    if (!isVersioned || application.applicationSet) return [];
    if (!parent) {
      search.missed(
        `targetRevision in the manifest of ${name}, which no Application deploys`,
      );
      return [];
    }
    for (const source of parent.sources) {
      const places = await placesIn(source, name, search);
      if (places.length > 0) return places;
    }
    search.missed(
      `a manifest of ${name} in ${parent.sources
        .map(({ path }) => path ?? '')
        .join(', ')}`,
    );
    return [];
  },
};

async function placesIn(
  { repoURL, targetRevision: ref = '', path = '' }: ManifestSource,
  name: string,
  search: Parameters<Locator['find']>[1],
): Promise<VersionPlace[]> {
  const files = search.files(repoURL, ref);
  const entries = await files.list(path);
  const manifests = entries
    .filter(one => one.kind === 'file' && /\.(ya?ml|json)$/.test(one.name))
    .slice(0, MAX_FILES);
  for (const { path: file } of manifests) {
    const text = await files.read(file);
    if (text === undefined || !text.includes(name)) continue;
    const found = applicationIn(text, file, name);
    if (!found) continue;
    return revisionsIn(text, file, found.document).map(one => ({
      ...one,
      repository: repoURL,
      ref,
    }));
  }
  return [];
}

function applicationIn(
  text: string,
  file: string,
  name: string,
): { document: number } | undefined {
  const document = readDocuments(text, file).findIndex(
    one =>
      one.get('kind') === 'Application' &&
      one.getIn(['metadata', 'name']) === name,
  );
  return document === -1 ? undefined : { document };
}

function revisionsIn(text: string, file: string, document: number) {
  const { spec } = readDocuments(text, file)[document].toJS() as {
    spec?: { sources?: unknown[] };
  };
  const paths: Path[] = spec?.sources
    ? spec.sources.map((_, index) => [
        'spec',
        'sources',
        index,
        'targetRevision',
      ])
    : [['spec', 'source', 'targetRevision']];
  return paths.flatMap(path => {
    const revision = readScalar(text, { file, document, path });
    return revision !== undefined && VERSION.test(revision)
      ? [
          {
            file,
            document,
            path: written(path),
            locator: targetRevision.name,
            current: { kind: 'revision' as const, revision },
            scalars: { revision: path },
          },
        ]
      : [];
  });
}
