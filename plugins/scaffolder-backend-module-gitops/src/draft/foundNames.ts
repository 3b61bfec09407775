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
  placeholder: 'service' | 'environment',
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
  const candidates = (await draft.list(parent)).flatMap(name =>
    name.startsWith(before) &&
    name.endsWith(behind) &&
    name.length > before.length + behind.length
      ? name.slice(before.length, name.length - behind.length)
      : [],
  );
  const found = await inParallel(candidates, async name => {
    const path = pathOf(pattern, { ...known, [placeholder]: name });
    const entries = await draft.list(path);
    // A file, as of Helm values, is in its folder
    const isThere =
      entries.length > 0 ||
      (await draft.list(posix.dirname(path))).includes(posix.basename(path));
    return isThere ? [name] : [];
  });
  return found.flat();
}
