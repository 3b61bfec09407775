import { posix } from 'node:path';
import type { Document } from 'yaml';
import { leaves, SetGenerator } from './locators/generatorParameters';
import type { ApplicationManifests, Path } from './VersionPlace';

/**
 * Whether a place is a service's own: its file is in a folder of its Application's sources or value
 * files, its ApplicationSet reads the file by its name, it is the Application's own manifest, or
 * the path of the file or in it has the name of the service or Application.
 */
export function isOwnPlace(
  {
    file,
    path,
    documents,
  }: { file: string; path: Path; documents: readonly Document[] },
  application: ApplicationManifests,
  service: string,
): boolean {
  const { name, labels, applicationSet } = application;
  const own = [service, name, labels['app.kubernetes.io/name']];
  const names = file.split('/').map(part => part.split('.')[0]);
  const isNamed = [...names, ...path].some(one => own.includes(String(one)));
  const isManifest = documents.some(
    one =>
      (one.get('kind') === 'Application' &&
        one.getIn(['metadata', 'name']) === name) ||
      (one.get('kind') === 'ApplicationSet' &&
        one.getIn(['metadata', 'name']) === applicationSet?.name),
  );
  return (
    isNamed ||
    isManifest ||
    generatorFilesOf(application).includes(file) ||
    foldersOf(application).some(folder => isBelow(file, folder))
  );
}

function foldersOf({ sources }: ApplicationManifests): string[] {
  return sources.flatMap(({ path, helm }) => {
    const valueFiles = (helm?.valueFiles ?? []).map(one =>
      one.startsWith('$')
        ? one.slice(one.indexOf('/') + 1)
        : posix.join(path ?? '', one),
    );
    const folders = valueFiles.map(one => posix.dirname(one));
    return path === undefined ? folders : [path, ...folders];
  });
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
