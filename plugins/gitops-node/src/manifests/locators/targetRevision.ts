import { isVersion } from '../isVersion';
import type { Locator } from '../Locator';
import { readScalar, readDocuments } from '../readDocuments';
import { nameOfSource, Path, VersionPlace, written } from '../VersionPlace';
import { DeployedManifest, deployedManifest } from './deployedManifest';

/** `targetRevision` in an Application's own manifest, where another Application deploys that: App of Apps. A branch or a range is followed, not promoted. */
export const targetRevision: Locator = {
  name: 'targetRevision',
  async find(application, search) {
    const { parent, name, sources } = application;
    const hasVersion = sources.some(one => isVersion(one.targetRevision));
    if (!hasVersion || application.applicationSet) return [];
    if (!parent) {
      search.missed(
        `targetRevision in the manifest of ${name}, which no Application deploys`,
      );
      return [];
    }
    const own = { kind: 'Application', name };
    const manifest = await deployedManifest(own, parent.sources, search);
    if (!manifest) return [];
    const places = revisionsIn(manifest);
    if (places.length === 0)
      search.missed(`a version as targetRevision in ${manifest.file}`);
    return places;
  },
};

function revisionsIn({ text, ...manifest }: DeployedManifest): VersionPlace[] {
  const { file, document } = manifest;
  const sources = readDocuments(text, file)[document].getIn([
    'spec',
    'sources',
  ]) as { items?: unknown[] } | undefined;
  const paths: Path[] = (
    sources?.items?.map((_, index) => ['spec', 'sources', index]) ?? [
      ['spec', 'source'],
    ]
  ).map(path => [...path, 'targetRevision']);
  return paths.flatMap(path => {
    const revision = readScalar(text, { file, document, path });
    const beside = (key: string) =>
      readScalar(text, {
        file,
        document,
        path: [...path.slice(0, -1), key],
      });
    const source = nameOfSource({
      repoURL: beside('repoURL') ?? '',
      chart: beside('chart'),
    });
    return isVersion(revision)
      ? [
          {
            ...manifest,
            path: written(path),
            locator: targetRevision.name,
            current: { kind: 'revision' as const, revision, source },
            scalars: { revision: path },
          },
        ]
      : [];
  });
}
