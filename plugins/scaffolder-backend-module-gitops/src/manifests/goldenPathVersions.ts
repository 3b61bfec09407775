import { InputError } from '@backstage/errors';
import { GOLDEN_PATH_LABEL } from 'backstage-plugin-gitops-common';
import { readDocuments, valueOf } from 'backstage-plugin-gitops-node';
import { isScalar } from 'yaml';
import { isEntry } from './addEntries';
import { componentOf, GOLDEN_PATH_FIELD } from './goldenPath';
import { readApplicationSets } from './readApplicationSet';
import { NAME_LABEL } from './workload';

type Path = readonly (string | number)[];

/** Where a file says which version of the golden path a service has in an environment. */
export interface VersionOf {
  service: string;
  environment: string;
  version: string;
  document: number;
  /** Of the texts that name the version */
  paths: Path[];
}

/** The entry of a service, as a git generator finds it: none if it has no golden path. */
export function versionInEntry(
  names: { service: string; environment: string },
  text: string,
  file: string,
): VersionOf[] {
  const [document] = readDocuments(text, file);
  const entry = document && valueOf(document, file);
  const version = isEntry(entry) && entry[GOLDEN_PATH_FIELD];
  return typeof version === 'string'
    ? [{ ...names, version, document: 0, paths: [[GOLDEN_PATH_FIELD]] }]
    : [];
}

/** The elements of lists in ApplicationSets. @throws InputError where the file can't be read */
export function versionsInLists(text: string, file: string): VersionOf[] {
  return readApplicationSets(text, file).flatMap(({ generators, document }) =>
    generators.flatMap(({ elements, path }) =>
      (Array.isArray(elements) ? elements : []).flatMap((one, index) => {
        if (!isEntry(one)) return [];
        const { service, environment, [GOLDEN_PATH_FIELD]: version } = one;
        return [service, environment, version].every(isText)
          ? [
              {
                service: String(service),
                environment: String(environment),
                version: String(version),
                document,
                paths: [[...path, index, GOLDEN_PATH_FIELD]],
              },
            ]
          : [];
      }),
    ),
  );
}

interface Source {
  path?: string;
  kustomize?: { components?: unknown[] };
}

interface Application {
  kind?: string;
  metadata?: { labels?: Record<string, unknown> };
  spec?: { source?: Source; sources?: Source[] };
}

/**
 * Applications with the label of a version, and that version among the components of their source.
 *
 * @param folder - of the golden path
 * @throws InputError where the file can't be read
 */
export function versionsInApplications(
  text: string,
  file: string,
  folder: string,
): VersionOf[] {
  return readDocuments(text, file).flatMap((read, document) => {
    const manifest = valueOf(read, file) as Application | null | undefined;
    const labels = manifest?.metadata?.labels ?? {};
    const {
      [NAME_LABEL]: service,
      environment,
      [GOLDEN_PATH_LABEL]: version,
    } = labels;
    if (
      manifest?.kind !== 'Application' ||
      ![service, environment, version].every(isText)
    )
      return [];
    const goldenPath = { folder, version: String(version) };
    const { source, sources = [] } = manifest.spec ?? {};
    const components = [
      { one: source, at: ['source'] },
      ...sources.map((one, index) => ({ one, at: ['sources', index] })),
    ].flatMap(({ one, at }) => {
      const component = componentOf(goldenPath, one?.path ?? '.');
      return (one?.kustomize?.components ?? []).flatMap((item, index) =>
        item === component
          ? [['spec', ...at, 'kustomize', 'components', index]]
          : [],
      );
    });
    if (components.length === 0) return [];
    return {
      service: String(service),
      environment: String(environment),
      version: String(version),
      document,
      paths: [['metadata', 'labels', GOLDEN_PATH_LABEL], ...components],
    };
  });
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/**
 * A file with another version in some places, and every other byte as it was.
 *
 * @throws InputError where one of them is an anchor or an alias
 */
export function withVersion(
  text: string,
  file: string,
  places: readonly VersionOf[],
  to: string,
): string {
  const documents = readDocuments(text, file);
  const starts = places.flatMap(({ document, version, paths }) =>
    paths.map(path => {
      const node = documents[document].getIn(path, true);
      const [start, end] = (isScalar(node) && node.range) || [0, 0];
      const at = text.slice(start, end).lastIndexOf(version);
      if (!isScalar(node) || node.anchor || at < 0)
        throw new InputError(
          `${path.join(
            '.',
          )} in ${file} has the version in an anchor or an alias: write it out there`,
        );
      return { start: start + at, version };
    }),
  );
  // From the end, so that the places before it stay
  return starts
    .sort((one, other) => other.start - one.start)
    .reduce(
      (edited, { start, version }) =>
        edited.slice(0, start) + to + edited.slice(start + version.length),
      text,
    );
}
