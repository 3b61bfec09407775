import type { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import type { Draft } from '../draft/Draft';
import {
  checkNames,
  Entry,
  fitting,
  withElements,
} from '../manifests/addEntries';
import type { FoundSet, Generator } from '../manifests/readApplicationSet';
import { checkSteps, sharedRollout } from '../manifests/rollingSync';
import { toYaml } from '../manifests/toYaml';
import type { Names } from '../names/byEnvironment';

/** What is added: to which set, and the entry of each environment. */
export interface Addition {
  path: string;
  service: string;
  environments: readonly string[];
  /** One for each environment */
  entries: readonly (Entry & Names)[];
  /** Names of the entries' fields that the template has asked for */
  values: readonly string[];
  /** The file of an environment's entry, where a git generator finds it */
  entryAt(environment: string): string;
}

/** A set of the repository, and its generator that the entries belong to. */
export interface Found {
  text: string;
  set: FoundSet;
  generator: Generator;
}

/**
 * Adds entries as the set finds them: as files of their own, or as elements of its list.
 *
 * @returns the file of the set where that has the entries
 * @throws InputError, ConflictError where the set can't have them
 */
export async function addToSet(
  { text: setText, set, generator }: Found,
  { path, service, environments, entries, values, entryAt }: Addition,
  draft: Draft,
  logger: LoggerService,
  create: { rollingSync?: boolean } | undefined,
): Promise<string[] | undefined> {
  const filled = new Set([
    ...['service', 'environment', 'project'],
    ...values,
    ...generator.adds,
  ]);
  const optionalFields = set.fields.optional.filter(one => !filled.has(one));
  if (optionalFields.length > 0)
    logger.info(
      `ApplicationSet ${set.name} reads ${optionalFields.join(
        ', ',
      )} where the entry has it. Give what it should have under values`,
    );
  checkSteps(set, entries);
  const shared = sharedRollout(set, generator, service);
  if (shared && create?.rollingSync)
    throw new ConflictError(
      `${shared}. Have {service} in file and in create.name, so that each service has a set of its own`,
    );
  if (shared) logger.warn(shared);
  checkNames(set, generator, entries);
  const fittingEntries = entries.map(one =>
    fitting(one, set, generator, values),
  );
  if (generator.files) {
    for (const [index, entry] of fittingEntries.entries())
      await addEntry(draft, entryAt(environments[index]), entry);
    return undefined;
  }
  // Where a matrix adds the environments, the list has the service once
  const elements = fittingEntries.filter(
    (one, index) => 'environment' in one || index === 0,
  );
  const after = withElements(
    setText,
    { file: path, document: set.document, path: generator.path },
    { documents: set.documents, elements: generator.elements },
    elements,
    environments,
  );
  if (after !== setText) await draft.write(path, after);
  logger.info(
    'Elements of a list stand in one file: two pull requests that add to its end at a time conflict, and the second has to be brought up to date. Files of a generator do not',
  );
  return [path];
}

/** @throws ConflictError where the file is there with other fields */
export async function addEntry(
  draft: Draft,
  path: string,
  entry: Entry,
): Promise<void> {
  const content = /\.ya?ml$/.test(path)
    ? toYaml(entry)
    : `${JSON.stringify(entry, null, 2)}\n`;
  if (((await draft.readBefore(path)) ?? content) !== content)
    throw new ConflictError(
      `${path} exists already: ${entry.service} is in ${entry.environment}`,
    );
  await draft.add(path, content);
}
