import type { Locator, Search } from '../Locator';
import {
  ApplicationManifests,
  ManifestSource,
  Path,
  VersionPlace,
  written,
} from '../VersionPlace';
import { imagePlace, imageValues, pathOf, withName } from './imageValues';
import { mergeValues, valueAt } from './values';
import { ValueFile, valueFiles, valuesIn } from './valueFiles';

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
  const images = imageValues(merged);
  if (images.length === 0)
    for (const { file } of files)
      search.missed(`image.tag in ${file}, which names no image`);
  return images.flatMap(image => {
    const path = pathOf(image);
    const last = files.findLast(
      one => (valueAt(one.values, path) ?? undefined) !== undefined,
    );
    const problem = problemAt(path, last, source);
    if (problem !== undefined) search.missed(`${written(path)}${problem}`);
    if (!last || problem !== undefined) return [];
    const { repository, ref, file } = last;
    const named = withName(image, source, application);
    const place = imagePlace(last.document, named);
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

/** Why a path's value is not one to be edited, as the end of a sentence. */
function problemAt(
  path: Path,
  last: ValueFile | undefined,
  { helm }: ManifestSource,
): string | undefined {
  const inline = mergeValues(
    valuesIn(helm?.values ?? '', `the Application's own values`),
    helm?.valuesObject ?? {},
  );
  if (helm?.parameters.some(({ name }) => name === written(path)))
    return ', which a Helm parameter of the Application overrides';
  if (valueAt(inline, path) !== undefined)
    return `, which the Application's own values override`;
  return last ? undefined : ' in no file';
}
