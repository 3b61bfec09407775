import type { Locator, Search } from '../Locator';
import { inRepository } from '../repositoryPaths';
import {
  ApplicationManifests,
  ManifestSource,
  VersionPlace,
  written,
} from '../VersionPlace';
import {
  ImageValue,
  imagePlace,
  imageValues,
  pathOf,
  unnamedVersions,
  withName,
} from './imageValues';
import { mergeValues } from './values';
import { decidingFile, valueFiles } from './valueFiles';
import { whereReadable } from './whereReadable';

const MAX_TEMPLATES = 50;

/** Images in the value files of a Helm source. The last file that has one wins, as in Helm. */
export const helmValues: Locator = {
  name: 'Helm values',
  async find(application, search) {
    const found = await Promise.all(
      application.sources.map(source => placesOf(source, application, search)),
    );
    return found.flat();
  },
};

async function placesOf(
  source: ManifestSource,
  application: ApplicationManifests,
  search: Search,
): Promise<VersionPlace[]> {
  const files = await valueFiles(source, application, search);
  const merged = files.reduce<unknown>(
    (values, one) => mergeValues(values, one.values),
    {},
  );
  const named = imageValues(merged);
  const images = named.length > 0 ? named : unnamedImages(merged, search);
  if (images.length === 0) {
    for (const { file } of files)
      search.missed(`image.tag in ${file}, which names no image`);
    if (files.length > 0) await tellOfTemplates(source, search);
  }
  return images.flatMap(image => {
    const path = pathOf(image);
    const last = decidingFile(path, files, source);
    if (typeof last === 'string') {
      search.missed(`${written(path)}${last}`);
      return [];
    }
    const { repository, ref, file } = last;
    const place = imagePlace(
      last.document,
      withName(image, source, application),
    );
    if (!place) {
      search.missed(
        `${written(path)} in ${file}, where it stands behind an alias`,
      );
      return [];
    }
    return {
      ...place,
      repository,
      ref,
      file,
      document: 0,
      locator: helmValues.name,
      ...(last.isShared ? { isShared: true } : {}),
    };
  });
}

/** Which of several equal values is the version of an image is not known. */
function unnamedImages(values: unknown, search: Search): ImageValue[] {
  const found = unnamedVersions(values, search.running);
  if (found.length < 2) return found;
  search.missed(
    `${found
      .map(image => written(pathOf(image)))
      .join(' or ')}, of which it is not known which one is the version`,
  );
  return [];
}

/** An image that is fixed in a chart's template is not edited, because a template is not YAML. */
async function tellOfTemplates(
  { chart, path, repoURL, targetRevision = '' }: ManifestSource,
  search: Search,
): Promise<void> {
  if (chart || path === undefined) return;
  const files = search.files(repoURL, targetRevision);
  const entries = await files.list(inRepository(path, 'templates'));
  for (const { name, path: file } of entries.slice(0, MAX_TEMPLATES)) {
    if (!/\.(ya?ml|tpl)$/.test(name)) continue;
    const text = await whereReadable(search, () => files.read(file));
    const [, image] =
      /^[\s-]*image:\s*["']?([\w.:/@-]+)/m.exec(text ?? '') ?? [];
    if (image)
      search.missed(
        `${image} in ${file}, which is a template and is not edited: let a file of values give the version`,
      );
  }
}
