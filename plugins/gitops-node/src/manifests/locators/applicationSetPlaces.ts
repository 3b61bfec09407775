import { isVersion } from '../isVersion';
import type { Locator } from '../Locator';
import { readScalar } from '../readDocuments';
import { fits } from '../template';
import { TemplatedVersion, templatedVersions } from '../templatedVersions';
import { ApplicationManifests, VersionPlace, written } from '../VersionPlace';
import {
  leaves,
  Parameters,
  parametersOf,
  SetGenerator,
} from './generatorParameters';

interface Template {
  metadata?: { name?: string; labels?: Record<string, string> };
  spec?: { source?: { path?: string }; sources?: { path?: string }[] };
}

/** A version that an ApplicationSet takes from its generator: a file in Git, or an element of a list in its own manifest. */
export const applicationSetPlaces: Locator = {
  name: 'ApplicationSet',
  async find(application, search) {
    const { applicationSet, name } = application;
    if (!applicationSet) return [];
    const { template, generators = [] } = applicationSet.spec as {
      template?: Template;
      generators?: SetGenerator[];
    };
    const versions = templatedVersions(template);
    if (versions.length === 0) return [];
    const sure: VersionPlace[][] = [];
    const likely = new Map<string, VersionPlace[]>();
    for (const generator of generators.flatMap(leaves))
      for await (const one of parametersOf(generator, application, search)) {
        const fit = fitOf(application, template ?? {}, one.values);
        const places = versions.flatMap(version => placeOf(one, version));
        if (fit === 'no' || places.length === 0) continue;
        if (fit === 'perhaps') likely.set(nameOf(places[0]), places);
        if (fit === 'surely') sure.push(places);
        // A generator makes a name once, so that the rest of the files needn't be read
        if (fit === 'surely' && generator.git) break;
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

/** Whether an Application can be what a template makes of values. Those of a matrix lack some, so the labels and folders have their say. */
function fitOf(
  { name, labels, sources }: ApplicationManifests,
  { metadata, spec }: Template,
  values: unknown,
): 'surely' | 'perhaps' | 'no' {
  const byName = fits(name, metadata?.name ?? '', values);
  if (byName !== 'perhaps') return byName;
  const paths = (spec?.sources ?? [spec?.source ?? {}]).map(one => one.path);
  const others = [
    ...Object.entries(metadata?.labels ?? {}).map(([key, template]) =>
      fits(labels[key] ?? '', template, values),
    ),
    ...paths.flatMap((template, index) =>
      template === undefined
        ? []
        : fits(sources[index]?.path ?? '', template, values),
    ),
  ];
  return others.includes('no') ? 'no' : 'perhaps';
}

function placeOf(
  { values, text, place, path }: Parameters,
  { field, versionOf }: TemplatedVersion,
): VersionPlace[] {
  const { file, document } = place;
  const at = [...path, ...field];
  const value = readScalar(text, { file, document, path: at });
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
    },
  ];
}

function scalarOf(current: VersionPlace['current']) {
  if (current.kind === 'revision') return 'revision';
  return current.tag === undefined ? 'digest' : 'tag';
}
