import { posix } from 'node:path';
import { inParallel } from 'backstage-plugin-gitops-node';
import { pathOf } from '../names/layout';
import type { Draft } from './Draft';

/**
 * What a placeholder of a folder's path stands for in the repository: the environments that a
 * service has, or the services that an environment has.
 *
 * @param pattern - such as `apps/{service}/envs/{environment}`
 * @param known - the other placeholder
 */
export async function foundNames(
  draft: Draft,
  pattern: string,
  placeholder: Placeholder,
  known: Readonly<Record<string, string>>,
): Promise<string[]> {
  const candidates = await namesIn(draft, pattern, placeholder, known);
  const found = await inParallel(candidates, async name =>
    (await isThere(draft, pathOf(pattern, { ...known, [placeholder]: name })))
      ? [name]
      : [],
  );
  return found.flat();
}

/** Whether the repository has what a pattern names; asks only where its folder has the service. */
export async function isFoundAt(
  draft: Draft,
  pattern: string,
  names: Readonly<Record<Placeholder, string>>,
): Promise<boolean> {
  const services = await namesIn(draft, pattern, 'service', names);
  return (
    services.includes(names.service) && isThere(draft, pathOf(pattern, names))
  );
}

type Placeholder = 'service' | 'environment';

/** Names of the part of the path with the placeholder. */
async function namesIn(
  draft: Draft,
  pattern: string,
  placeholder: Placeholder,
  known: Readonly<Record<string, string>>,
): Promise<string[]> {
  const parts = pattern.split('/');
  const depth = parts.findIndex(part => part.includes(`{${placeholder}}`));
  if (depth < 0) return [];
  const parent = pathOf(parts.slice(0, depth).join('/') || '.', known);
  const [before, behind] = pathOf(parts[depth], {
    ...known,
    [placeholder]: '\0',
  }).split('\0');
  return (await draft.list(parent)).flatMap(name =>
    name.startsWith(before) &&
    name.endsWith(behind) &&
    name.length > before.length + behind.length
      ? name.slice(before.length, name.length - behind.length)
      : [],
  );
}

/** A file, as of Helm values, is in its folder. */
async function isThere(draft: Draft, path: string): Promise<boolean> {
  if ((await draft.list(path)).length > 0) return true;
  const beside = await draft.list(posix.dirname(path));
  return beside.includes(posix.basename(path));
}
