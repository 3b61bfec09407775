import { posix } from 'node:path';
import type { Application, ApplicationSource } from '../../argocd/Application';
import type { Entry } from '../../inventory/Entry';
import { isAddressOf } from '../tracking/isAddressOf';
import type { Edit } from './changes';

/**
 * Applications that read the file of values which an edit changes. None where the key has the
 * service's name: others leave it alone. Pure.
 */
export function readersOf(
  { move: { place }, snapshot }: Edit,
  all: Iterable<Entry>,
  service: string,
): Application[] {
  if (place.path.split('.').includes(service)) return [];
  const isRead = ({ source, file }: NamedFile) =>
    file === place.file &&
    isAddressOf(source.repository, snapshot.repository) &&
    ['', 'HEAD', place.ref, snapshot.branch].includes(
      source.targetRevision ?? '',
    );
  return [...all].flatMap(({ application }) =>
    valueFilesOf(application).some(isRead) ? [application] : [],
  );
}

interface NamedFile {
  source: ApplicationSource;
  /** From the root of the source's repository */
  file: string;
}

function valueFilesOf({ sources }: Application): NamedFile[] {
  return sources.flatMap(source =>
    (source.valueFiles ?? []).flatMap(name => {
      const [, called, file] = /^\$([^/]+)\/(.+)$/.exec(name) ?? [];
      if (called) {
        const other = sources.find(({ ref }) => ref === called);
        return other ? [{ source: other, file: posix.normalize(file) }] : [];
      }
      const folder = name.startsWith('/') ? '' : source.path ?? '';
      return source.chart
        ? []
        : [{ source, file: posix.join('/', folder, name).slice(1) }];
    }),
  );
}
