import type { Locator, Search } from '../Locator';
import {
  ApplicationManifests,
  ManifestSource,
  VersionPlace,
  written,
} from '../VersionPlace';
import {
  imagePlace,
  imageValues,
  pathOf,
  unnamedVersions,
  withName,
} from './imageValues';
import { mergeValues } from './values';
import { decidingFile, valueFiles } from './valueFiles';

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
  const images = named.length > 0 ? named : unnamedVersions(merged);
  if (images.length === 0)
    for (const { file } of files)
      search.missed(`image.tag in ${file}, which names no image`);
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
