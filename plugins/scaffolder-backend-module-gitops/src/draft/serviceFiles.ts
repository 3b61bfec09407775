import { inParallel } from 'backstage-plugin-gitops-node';
import { pathOf } from '../names/layout';
import type { Draft } from './Draft';
import { foundNames } from './foundNames';

/** Where a GitOps repository has what is of a service. */
export interface ServicePatterns {
  base: string;
  overlay: string;
  entry: string;
  valuesFile: string;
}

/** What a repository has of a service. */
export interface ServiceFiles {
  environments: string[];
  /** Folders that are of it alone */
  folders: string[];
  /** Overlays of its environments */
  overlays: string[];
  /** Paths of all files that are of it alone */
  files: string[];
  /** Those that a git generator makes Applications of */
  entries: string[];
}

/** Finds what a repository has of a service, by the patterns of its paths. */
export async function serviceFiles(
  draft: Draft,
  service: string,
  { base, overlay, entry, valuesFile }: ServicePatterns,
): Promise<ServiceFiles> {
  const found = await inParallel([overlay, entry, valuesFile], pattern =>
    foundNames(draft, pattern, 'environment', { service }),
  );
  const environments = [...new Set(found.flat())];
  const inEach = (pattern: string) =>
    environments.map(environment => pathOf(pattern, { service, environment }));
  const folders = [
    ...(base.includes('{service}') ? [ownFolder(base)] : []),
    ...(overlay.includes('{service}') ? [ownFolder(overlay)] : []),
  ].flatMap(pattern =>
    pattern.includes('{environment}')
      ? inEach(pattern)
      : [pathOf(pattern, { service })],
  );
  const below = await inParallel(new Set(folders), one => draft.files(one));
  const single = await inParallel(
    [entry, valuesFile]
      .filter(one => one.includes('{service}'))
      .flatMap(inEach),
    async path => ((await draft.read(path)) === undefined ? [] : [path]),
  );
  const files = [...new Set([...below.flat(), ...single.flat()])].sort();
  const entries = inEach(entry).filter(path => files.includes(path));
  return {
    environments,
    folders: [...new Set(folders)],
    overlays: inEach(overlay),
    files,
    entries,
  };
}

/** Up to the part of the path that has the service's name: all below is of it alone. */
function ownFolder(pattern: string): string {
  const parts = pattern.split('/');
  const depth = parts.findIndex(part => part.includes('{service}'));
  return parts.slice(0, depth + 1).join('/');
}
