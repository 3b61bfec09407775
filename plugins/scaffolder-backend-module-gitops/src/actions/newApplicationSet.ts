import { posix } from 'node:path';
import { InputError } from '@backstage/errors';
import type { Entry } from '../manifests/addEntries';
import {
  ApplicationSetOptions,
  applicationSetOf,
} from '../manifests/applicationSet';
import {
  componentOf,
  GOLDEN_PATH_FIELD,
  GoldenPath,
} from '../manifests/goldenPath';
import type { Source } from '../manifests/application';
import { isByEnvironment, Names, valueFor } from '../names/byEnvironment';
import { defaultLayout, fill, pathOf } from '../names/layout';
import type { Create } from './createSetField';
import type { Destination } from './destination';

/** The file of a service in an environment that a git generator finds. */
export const DEFAULT_ENTRY = `${defaultLayout.overlay}/config.json`;

/** What the set's template reads from its entries. */
const templateNames = {
  service: '{{.service}}',
  environment: '{{.environment}}',
};
const GOLDEN_PATH_VERSION = `{{.${GOLDEN_PATH_FIELD}}}`;
const ENTRY_FIELDS = {
  server: 'cluster',
  name: 'cluster',
  namespace: 'namespace',
} as const;
const destinationKeys = ['server', 'name', 'namespace'] as const;

/**
 * What finds the entries of all services, `apps/*\/envs/*\/config.json`, or of one.
 */
export function patternOf(entryPath: string, service = '*'): string {
  return pathOf(entryPath, { service, environment: '*' });
}

/**
 * Names of the entries' fields for what of the destination differs by environment: the template
 * reads it from there.
 */
export function entryFieldsOf({ destination = {} }: Create): string[] {
  return destinationKeys
    .filter(key => isByEnvironment(destination[key] ?? null))
    .map(key => ENTRY_FIELDS[key]);
}

/** Those fields of one environment. @throws InputError where it has no value */
export function destinationFields(
  { destination = {} }: Create,
  names: Names,
): Entry {
  const fields = destinationKeys.flatMap(key => {
    const value = destination[key];
    if (value === undefined || !isByEnvironment(value)) return [];
    const place = `input.create.destination.${key}`;
    return [[ENTRY_FIELDS[key], valueFor(value, names, place)]];
  });
  return Object.fromEntries(fields);
}

/**
 * An ApplicationSet with the sources and the clusters that the input names, or the defaults.
 *
 * @throws InputError for a placeholder that is not known, and for sources that are not whole
 */
export function newSet(
  create: Create,
  rest: Pick<
    ApplicationSetOptions,
    'name' | 'repository' | 'branch' | 'generator' | 'rollingSync'
  > & { goldenPath?: GoldenPath; entryPath: string },
): object {
  return applicationSetOf({
    ...rest,
    hasGoldenPath: rest.goldenPath !== undefined,
    namespace: create.namespace ?? 'argocd',
    sources: sourcesOf(create, rest),
    destination: destinationOf(create.destination),
    annotations: create.annotations,
    policy: create,
  });
}

function sourcesOf(
  { source, sources }: Create,
  {
    repository,
    branch,
    generator,
    goldenPath,
    entryPath,
  }: Pick<ApplicationSetOptions, 'repository' | 'branch' | 'generator'> & {
    goldenPath?: GoldenPath;
    entryPath: string;
  },
): readonly Source[] {
  if (sources) {
    if (source)
      throw new InputError(
        'input.create names source and sources: leave one out',
      );
    return sources.map((one, index) => {
      if (one.chart && !(one.repository && one.revision))
        throw new InputError(
          `input.create.sources[${index}] has a chart: name its repository and revision`,
        );
      const filled = (text?: string) => text && fill(text, templateNames);
      return {
        repository: filled(one.repository) ?? repository,
        revision: filled(one.revision) ?? branch,
        path: filled(one.path),
        chart: one.chart,
        valueFiles: one.valueFiles?.map(file => fill(file, templateNames)),
        exclude: one.exclude,
        ref: one.ref,
      };
    });
  }
  const entries = generator.kind === 'files' ? posix.dirname(entryPath) : '';
  // A folder with the entries of several environments has manifests of none
  const folder =
    source ??
    (entries.includes('{environment}') ? undefined : defaultLayout.overlay);
  const path =
    folder === undefined
      ? '{{.path.path}}'
      : posix.normalize(pathOf(folder, templateNames));
  // As deep as one of the service's own folders
  const place = pathOf(folder ?? entries, {
    service: 'service',
    environment: 'environment',
  });
  const components = goldenPath && [
    componentOf({ ...goldenPath, version: GOLDEN_PATH_VERSION }, place),
  ];
  return [{ repository, revision: branch, path, components }];
}

function destinationOf(
  destination: Destination = {},
): ApplicationSetOptions['destination'] {
  const texts = destinationKeys.flatMap(key => {
    const value = destination[key];
    if (value === undefined) return [];
    return [
      [
        key,
        isByEnvironment(value)
          ? `{{.${ENTRY_FIELDS[key]}}}`
          : fill(value, templateNames),
      ],
    ];
  });
  return {
    ...(destination.name ? {} : { server: 'https://kubernetes.default.svc' }),
    namespace: fill('{service}-{environment}', templateNames),
    ...Object.fromEntries(texts),
  };
}
