import { posix } from 'node:path';
import type { Document } from 'yaml';
import { leaves, SetGenerator } from './locators/generatorParameters';
import type { ApplicationManifests, Path } from './VersionPlace';

/**
 * Whether a place is a service's own: its file is in a folder of its Application's sources or is one
 * of its value files, its ApplicationSet reads the file by its name, it is the Application's own
 * manifest, or the path of the file or in it has the name of the service or Application. What lies
 * beside a value file may be another service's.
 */
export function isOwnPlace(
  {
    repository,
    file,
    path,
    documents,
  }: {
    repository: string;
    file: string;
    path: Path;
    documents: readonly Document[];
  },
  application: ApplicationManifests,
  service: string,
): boolean {
  const { name, namespace, labels, applicationSet } = application;
  const own = [service, name, labels['app.kubernetes.io/name']];
  const names = file.split('/').map(part => part.split('.')[0]);
  const isNamed = [...names, ...path].some(one => own.includes(String(one)));
  const isManifest = documents.some(
    one =>
      [undefined, namespace].includes(
        one.getIn(['metadata', 'namespace']) as string | undefined,
      ) &&
      ((one.get('kind') === 'Application' &&
        one.getIn(['metadata', 'name']) === name) ||
        (one.get('kind') === 'ApplicationSet' &&
          one.getIn(['metadata', 'name']) === applicationSet?.name)),
  );
  return (
    isNamed ||
    isManifest ||
    generatorFilesOf(application).includes(file) ||
    valueFilesOf(application, repository).includes(file) ||
    application.sources.some(
      one => one.repoURL === repository && one.path && isBelow(file, one.path),
    )
  );
}

function valueFilesOf(
  { sources }: ApplicationManifests,
  repository: string,
): string[] {
  return sources.flatMap(({ repoURL, path = '', helm }) =>
    (helm?.valueFiles ?? []).flatMap(one => {
      const [, called, file] = /^\$([^/]+)\/(.+)$/.exec(one) ?? [];
      const other = sources.find(({ ref }) => called && ref === called);
      return (other?.repoURL ?? repoURL) === repository
        ? posix.normalize(file ?? posix.join(path, one))
        : [];
    }),
  );
}

function generatorFilesOf({ applicationSet }: ApplicationManifests) {
  const { generators = [] } = (applicationSet?.spec ?? {}) as {
    generators?: SetGenerator[];
  };
  return generators
    .flatMap(leaves)
    .flatMap(({ git }) => git?.files ?? [])
    .map(({ path }) => path);
}

/** Paths may have detours such as `./apps`, and a slash at either end. */
function isBelow(file: string, folder: string): boolean {
  const below = posix.relative(posix.join('/', folder), posix.join('/', file));
  return !below.startsWith('../');
}
