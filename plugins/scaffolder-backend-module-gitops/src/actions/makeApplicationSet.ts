import { InputError } from '@backstage/errors';
import type { Draft } from '../draft/Draft';
import type { GoldenPath } from '../manifests/goldenPath';
import { toYaml } from '../manifests/toYaml';
import { checkForm } from '../names/kubernetes';
import { fill } from '../names/layout';
import { Addition, addEntry } from './applicationSetEntries';
import type { Create } from './createSetField';
import { newSet, patternOf } from './newApplicationSet';
import { refuseOverlap } from './refuseOverlap';

/**
 * Makes the ApplicationSet of a file, with the entries of a service.
 *
 * @throws InputError where the template does not ask for a new set; ConflictError where another set
 *   has its services
 */
export async function makeSet(
  create: Create | undefined,
  { path, service, environments, entries, entryAt }: Addition,
  draft: Draft,
  entryPath: string,
  goldenPath: GoldenPath | undefined,
): Promise<void> {
  const { base } = draft;
  if (!create || !base)
    throw new InputError(
      `${path} does not exist${
        base ? ` in ${base.repository}` : ''
      }. Name the file of the ApplicationSet, or create one with create and repository`,
    );
  const name = fill(create.name, { service });
  checkForm('name', name, 'input.create.name');
  const isList = create.generator === 'list';
  // A step of a rollout waits for all of its Applications: those of other services would hold it up
  const pattern = patternOf(
    entryPath,
    create.rollingSync ? service : undefined,
  );
  if (!isList) await refuseOverlap(draft, path, pattern);
  const set = newSet(create, {
    name,
    repository: base.address,
    branch: base.branch,
    generator: isList
      ? { kind: 'list', elements: entries }
      : { kind: 'files', pattern },
    rollingSync: create.rollingSync ? environments : undefined,
    goldenPath,
    entryPath,
  });
  await draft.add(path, toYaml(set));
  if (isList) return;
  for (const [index, entry] of entries.entries())
    await addEntry(draft, entryAt(environments[index]), entry);
}
