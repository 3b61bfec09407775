import { InputError } from '@backstage/errors';
import { contradictingImages } from '../images';
import { annotatedPlaces } from './annotatedPlaces';
import { Locator, openSearch, Search } from './Locator';
import { reasonAgainst } from './reasonAgainst';
import { applicationSetPlaces } from './locators/applicationSetPlaces';
import { chartVersions } from './locators/chartVersions';
import { helmChartValues } from './locators/helmChartValues';
import { helmValues } from './locators/helmValues';
import { kustomizeImages } from './locators/kustomizeImages';
import { kustomizeManifests } from './locators/kustomizeManifests';
import { plainManifests } from './locators/plainManifests';
import { ownManifest } from './locators/ownManifest';
import { remoteBases } from './locators/remoteBases';
import { withSourceFiles } from './locators/sourceFiles';
import type {
  ApplicationManifests,
  ManifestFiles,
  Version,
  VersionPlace,
} from './VersionPlace';

const locators: readonly Locator[] = [
  kustomizeImages,
  kustomizeManifests,
  remoteBases,
  helmValues,
  chartVersions,
  helmChartValues,
  plainManifests,
  applicationSetPlaces,
  ownManifest,
];

/** @public */
export interface FindOptions {
  files(repository: string, ref: string): ManifestFiles;
  /**
   * Value of the annotation: `apps/{service}/envs/{environment}/values.yaml#image.tag`, several by
   * commas
   */
  override?: string;
  /**
   * Globs of the files that the annotation may name, such as `apps/{service}/**`. The service's own
   * files by default
   */
  within?: readonly string[];
  /** What `{service}` and `{environment}` stand for */
  service: string;
  environment: string;
  /**
   * References of the images that the Application runs: they tell what a version is of whose file
   * does not
   */
  running?: readonly string[];
  /** Told of each place that was looked at in vain, as `image.tag in values.yaml, which …` */
  missed?(sentence: string): void;
}

/**
 * Where the versions of an Application are written: found from the Application itself, or where an
 * annotation says.
 *
 * @throws InputError that names every file and path looked for, if nothing is found; for a file
 *   that can't be read as what it is
 * @public
 */
export async function findVersionPlaces(
  application: ApplicationManifests,
  options: FindOptions,
): Promise<VersionPlace[]> {
  const search = searchFor(options);
  const found = await placesOf(application, options, search);
  const places = found.filter(one => one.refusal === undefined);
  for (const { path, file, refusal } of found)
    if (refusal !== undefined) search.missed(`${path} in ${file}, ${refusal}`);
  for (const sentence of new Set(search.misses)) options.missed?.(sentence);
  if (places.length > 0) return places;
  throw new InputError(
    `No version of ${application.name} was found. Looked for ${
      [...new Set(search.misses)].join('; ') ||
      'nothing that is known to hold one'
    }. Where it is written elsewhere, name that with the annotation gitops/version-places`,
  );
}

/**
 * Every place that an Application takes a version from, those that are not edited included: an edit
 * made for another environment changes this one too. Empty if there is none.
 *
 * @throws InputError for a file that can't be read as what it is: what stands there is not known
 * @public
 */
export async function findReadPlaces(
  application: ApplicationManifests,
  options: FindOptions,
): Promise<VersionPlace[]> {
  return placesOf(application, options, searchFor(options));
}

function searchFor({ files, service, running = [] }: FindOptions) {
  return openSearch(files, { service, running });
}

async function placesOf(
  application: ApplicationManifests,
  { override, within, service, environment }: FindOptions,
  search: Search,
): Promise<VersionPlace[]> {
  if (override !== undefined)
    return annotatedPlaces(application, override, {
      search,
      within,
      values: { service, environment, application: application.name },
    });
  for (const { type, path } of application.sources)
    if (type === 'Plugin')
      search.missed(`what a plugin makes of ${path}, which is not known`);
  const own = await withSourceFiles(application, search);
  const found = [...own.places];
  for (const locator of locators)
    found.push(...(await locator.find(own.application, search)));
  return Promise.all(
    withSharedRefused(found).map(async place => {
      const refusal = place.refusal ?? (await reasonAgainst(place, search));
      return refusal === undefined ? place : { ...place, refusal };
    }),
  );
}

/**
 * What an Application has of its own mostly stands above what it shares, a patch above the base
 * say, so the shared place is not edited. It may be in effect all the same, for a second workload:
 * an edit that is made for others changes this Application, too.
 */
function withSharedRefused(places: readonly VersionPlace[]): VersionPlace[] {
  const own = places.filter(one => !one.isShared);
  return places.map(place => {
    const isBesideOwn =
      place.isShared && own.some(one => isOfSame(one.current, place.current));
    if (!isBesideOwn) return place;
    const refusal = 'which is shared, beside a place of its own';
    return { refusal, ...place };
  });
}

function isOfSame(a: Version, b: Version): boolean {
  if (a.kind === 'image' && b.kind === 'image')
    return contradictingImages([a.repository, b.repository]) === undefined;
  return (
    a.kind === 'revision' && b.kind === 'revision' && a.source === b.source
  );
}
