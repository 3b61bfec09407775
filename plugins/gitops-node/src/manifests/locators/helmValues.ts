import { parseImageReference } from '../imageReference';
import type { Locator, Search } from '../Locator';
import { readScalar } from '../readDocuments';
import {
  ApplicationManifests,
  ManifestSource,
  Path,
  VersionPlace,
  written,
} from '../VersionPlace';
import { ImageValue, imageValues, mergeValues, valueAt } from './imageValues';
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
  return imageValues(merged).flatMap(image => {
    const has = (key: string) => {
      const value = valueAt(merged, [...image.path, key]);
      return value !== undefined && value !== '';
    };
    // A digest decides, whatever the tag says
    const key = has('digest') ? 'digest' : 'tag';
    const path = image.kind === 'parts' ? [...image.path, key] : image.path;
    const last = files.findLast(
      one => (valueAt(one.values, path) ?? undefined) !== undefined,
    );
    const problem = problemAt(path, last, source, files);
    if (problem !== undefined) search.missed(`${written(path)}${problem}`);
    if (!last || problem !== undefined) return [];
    const repository = image.repository ?? guessed(image, source, application);
    return placeOf({ ...image, repository }, path, last);
  });
}

/** Why a path's value is not one to be edited, as the end of a sentence. */
function problemAt(
  path: Path,
  last: ValueFile | undefined,
  { helm }: ManifestSource,
  files: readonly ValueFile[],
): string | undefined {
  const inline = mergeValues(
    valuesIn(helm?.values ?? '', `the Application's own values`),
    helm?.valuesObject ?? {},
  );
  if (helm?.parameters.some(({ name }) => name === written(path)))
    return ', which a Helm parameter of the Application overrides';
  if (valueAt(inline, path) !== undefined)
    return `, which the Application's own values override`;
  if (!last) return ' in no file';
  const { file, text } = last;
  if (last.isShared) {
    const others = files.filter(one => !one.isShared).map(one => one.file);
    return ` in ${
      others.join(', ') || 'a file of values'
    } (${file} has it, which other environments share)`;
  }
  return readScalar(text, { file, path }) === undefined
    ? ` in ${file}, where it stands behind an alias`
    : undefined;
}

/** The chart alone knows the image's name. What it is a dependency as, or called itself, mostly is the same. */
function guessed(
  { path }: ImageValue,
  { chart }: ManifestSource,
  { labels, name }: ApplicationManifests,
): string {
  const key = path.findLast(
    one => typeof one === 'string' && !/image$/i.test(one),
  );
  return String(key ?? chart ?? labels['app.kubernetes.io/name'] ?? name);
}

function placeOf(
  { kind, repository = '', path: parent }: ImageValue,
  path: Path,
  { repository: url, ref, file, text }: ValueFile,
): VersionPlace[] {
  const value = readScalar(text, { file, path }) ?? '';
  const place = {
    repository: url,
    ref,
    file,
    document: 0,
    path: written(path),
    locator: helmValues.name,
  };
  if (kind === 'reference')
    return [
      {
        ...place,
        current: { kind: 'image', ...parseImageReference(value) },
        scalars: { reference: path },
      },
    ];
  if (path.at(-1) === 'tag')
    return [
      {
        ...place,
        current: {
          kind: 'image',
          ...parseImageReference(`x:${value}`),
          repository,
        },
        scalars: { tag: path },
      },
    ];
  const tagPath = [...parent, 'tag'];
  const tag = readScalar(text, { file, path: tagPath }) || undefined;
  return [
    {
      ...place,
      current: {
        kind: 'image',
        repository,
        ...(tag === undefined ? {} : { tag }),
        digest: value,
      },
      scalars: {
        digest: path,
        ...(tag === undefined ? {} : { tag: tagPath }),
      },
    },
  ];
}
