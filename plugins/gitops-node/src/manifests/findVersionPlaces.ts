import { InputError } from '@backstage/errors';
import { annotatedPlaces } from './annotatedPlaces';
import type { Locator } from './Locator';
import { applicationSetPlaces } from './locators/applicationSetPlaces';
import { helmValues } from './locators/helmValues';
import { kustomizeImages } from './locators/kustomizeImages';
import { targetRevision } from './locators/targetRevision';
import type {
  ApplicationManifests,
  ManifestFiles,
  VersionPlace,
} from './VersionPlace';

const locators: readonly Locator[] = [
  kustomizeImages,
  helmValues,
  applicationSetPlaces,
  targetRevision,
];

/**
 * Where the versions of an Application are written: found from the Application itself, or where an annotation says.
 *
 * @param options - `override` is the annotation's value: `apps/{service}/envs/{environment}/values.yaml#image.tag`, several by commas
 * @throws InputError that names every file and path looked for, where nothing is found; for a file that can't be read as what it is
 * @public
 */
export async function findVersionPlaces(
  application: ApplicationManifests,
  options: {
    files(repository: string, ref: string): ManifestFiles;
    override?: string;
    /** What `{service}` and `{environment}` stand for */
    service: string;
    environment: string;
  },
): Promise<VersionPlace[]> {
  const missed: string[] = [];
  const search = {
    files: options.files,
    missed: (sentence: string) => missed.push(sentence),
  };
  if (options.override !== undefined)
    return annotatedPlaces(application, options.override, {
      files: options.files,
      values: {
        service: options.service,
        environment: options.environment,
        application: application.name,
      },
    });
  const places: VersionPlace[] = [];
  for (const locator of locators)
    places.push(...(await locator.find(application, search)));
  if (places.length > 0) return places;
  throw new InputError(
    `No version of ${application.name} was found. Looked for ${
      [...new Set(missed)].join('; ') || 'nothing that is known to hold one'
    }. Where it is written elsewhere, name that with the annotation gitops/version-places`,
  );
}
