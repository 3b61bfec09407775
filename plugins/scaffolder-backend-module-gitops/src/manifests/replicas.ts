import { insertItems, setValue } from 'backstage-plugin-gitops-node';
import { valueAt } from './settings';

/**
 * A kustomization with another number of Pods of a workload.
 *
 * @throws InputError where the file can't be edited
 */
export function withReplicas(
  text: string,
  file: string,
  name: string,
  count: number,
): string {
  const place = { file, path: ['replicas'] };
  const there = valueAt(text, place);
  if (!Array.isArray(there) || there.length === 0)
    return Array.isArray(there)
      ? insertItems(text, place, [{ index: 0, items: [{ name, count }] }])
      : setValue(text, place, [{ name, count }]);
  const index = there.findIndex(one => one?.name === name);
  return index < 0
    ? insertItems(text, place, [
        { index: there.length, items: [{ name, count }] },
      ])
    : setValue(text, { file, path: ['replicas', index, 'count'] }, count);
}
