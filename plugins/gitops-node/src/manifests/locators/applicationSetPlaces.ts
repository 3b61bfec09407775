import { isVersion } from '../isVersion';
import type { Locator } from '../Locator';
import { scalarIn } from '../readDocuments';
import { matches, pathIn } from '../template';
import {
  computedVersions,
  TemplatedVersion,
  templatedVersions,
} from '../templatedVersions';
import { ApplicationManifests, VersionPlace, written } from '../VersionPlace';
import {
  isInManifest,
  leaves,
  Parameters,
  parametersOf,
  SetGenerator,
} from './generatorParameters';
import { isForService } from './hasName';

interface Template {
  metadata?: { name?: string; labels?: Record<string, string> };
  spec?: { source?: { path?: string }; sources?: { path?: string }[] };
}

/**
 * A version that an ApplicationSet takes from its generator: a file in Git, or an element of a list
 * in its own manifest.
 */
export const applicationSetPlaces: Locator = {
  name: 'ApplicationSet',
  async find(application, search) {
    const { applicationSet, name } = application;
    if (!applicationSet) return [];
    const {
      template,
      templatePatch,
      generators = [],
    } = applicationSet.spec as {
      template?: Template;
      templatePatch?: unknown;
      generators?: SetGenerator[];
    };
    if (templatePatch)
      search.missed(
        `versions in the templatePatch of ApplicationSet ${applicationSet.name}, which is a text that becomes YAML only when it is filled in`,
      );
    for (const computed of computedVersions(template))
      search.missed(
        `${computed} in the template of ApplicationSet ${applicationSet.name}, which computes it: only a field alone can be followed`,
      );
    const versions = templatedVersions(template, application);
    if (versions.length === 0) return [];
    const sure: VersionPlace[][] = [];
    const likely = new Map<string, VersionPlace[]>();
    const all = generators.flatMap(leaves);
    const last = all.findLast(isInManifest);
    for (const generator of all) {
      const withManifest = generator === last;
      const options = { search, withManifest };
      for await (const one of parametersOf(generator, application, options)) {
        const match = matchOf(application, template ?? {}, one.values);
        if (match === 'no') continue;
        const places = versions.flatMap(version => placeOf(one, version));
        if (places.length === 0) continue;
        if (match === 'possible')
          likely.set(
            nameOf(places[0]),
            isForService(textOf(one, template), application, search)
              ? places
              : places.map(place => ({ ...place, isShared: true })),
          );
        if (match === 'exact') sure.push(places);
        // A generator makes a name once, so that the rest of the files needn't be read
        if (match === 'exact' && generator.git && !withManifest) break;
      }
    }
    // Of a merge, the later generator wins
    const found =
      sure.at(-1) ?? (likely.size === 1 ? [...likely.values()][0] : []);
    if (found.length > 0) return found;
    const fields = versions.map(({ field }) => written(field)).join(', ');
    search.missed(
      likely.size > 1
        ? `${fields} of ${name}, which may be ${[...likely.keys()].join(
            ' or ',
          )}`
        : `${fields} in what ApplicationSet ${applicationSet.name} generates ${name} from`,
    );
    return found;
  },
};

function nameOf({ path, file }: VersionPlace): string {
  return `${path} in ${file}`;
}

/**
 * Whether an Application can be what a template makes of values. Those of a matrix lack some, so
 * the labels and folders have their say.
 */
function matchOf(
  { name, labels, sources }: ApplicationManifests,
  { metadata, spec }: Template,
  values: unknown,
): 'exact' | 'possible' | 'no' {
  const byName = matches(name, metadata?.name ?? '', values);
  if (byName !== 'possible') return byName;
  const paths = (spec?.sources ?? [spec?.source ?? {}]).map(one => one.path);
  const others = [
    ...Object.entries(metadata?.labels ?? {}).map(([key, template]) =>
      matches(labels[key] ?? '', template, values),
    ),
    ...paths.flatMap((template, index) =>
      template === undefined
        ? []
        : matches(sources[index]?.path ?? '', template, values),
    ),
  ];
  return others.includes('no') ? 'no' : 'possible';
}

/**
 * What a generator gives, as far as it may name a service: the version of an environment, in a
 * matrix with all services, is for others as well.
 */
function textOf({ values, place, path }: Parameters, template?: Template) {
  const { metadata, spec } = template ?? {};
  return JSON.stringify([place.file, path, values, metadata, spec]);
}

function placeOf(
  { values, yaml, place, path }: Parameters,
  { field, versionOf, isNameGuessed }: TemplatedVersion,
): VersionPlace[] {
  const at = [...path, ...pathIn(values, field)];
  const value = scalarIn(yaml, at);
  const current = value === undefined ? undefined : versionOf(value, values);
  if (!current) return [];
  if (current.kind === 'revision' && !isVersion(current.revision)) return [];
  return [
    {
      ...place,
      path: written(at),
      locator: applicationSetPlaces.name,
      current,
      scalars: { [scalarOf(current)]: at },
      ...(isNameGuessed ? { isNameGuessed } : {}),
    },
  ];
}

function scalarOf(current: VersionPlace['current']) {
  if (current.kind === 'revision') return 'revision';
  return current.tag === undefined ? 'digest' : 'tag';
}
