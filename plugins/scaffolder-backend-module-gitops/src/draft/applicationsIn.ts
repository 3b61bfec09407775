import { InputError } from '@backstage/errors';
import {
  inParallel,
  readDocuments,
  valueOf,
} from 'backstage-plugin-gitops-node';
import { applicationName } from '../manifests/applicationName';
import type { Generated } from '../manifests/labelOfTemplate';
import { FoundSet, readApplicationSets } from '../manifests/readApplicationSet';
import type { Draft } from './Draft';
import { generatedBy } from './generatedBy';

/** Files that are read at most. */
const MAX_FILES = 1_000;

/** A manifest of an Application. */
export interface OwnManifest {
  file: string;
  document: number;
}

/** An ApplicationSet, with what it makes by the Applications' names. */
export interface MakingSet extends OwnManifest {
  set: FoundSet;
  made: ReadonlyMap<string, Generated>;
}

/** What makes Applications in some folders of a repository. */
export interface FoundApplications {
  /** Manifests by the Applications' names */
  manifests: ReadonlyMap<string, readonly OwnManifest[]>;
  sets: readonly MakingSet[];
  /** Sets that make what the repository does not tell */
  unread: readonly Omit<MakingSet, 'made'>[];
}

/**
 * What makes Applications, in the YAML files of some folders and below them. A file that can't be
 * read, as a template of a chart, has nothing: what it makes is not known.
 *
 * @throws InputError for too many files
 */
export async function applicationsIn(
  draft: Draft,
  folders: readonly string[],
): Promise<FoundApplications> {
  const listed = await inParallel(folders, one => draft.files(one));
  const files = [...new Set(listed.flat())].filter(one => /\.ya?ml$/.test(one));
  if (files.length > MAX_FILES)
    throw new InputError(
      `${folders.join(', ')} have ${
        files.length
      } YAML files, and at most ${MAX_FILES} are read: name the folders with the Applications and ApplicationSets`,
    );
  const manifests = new Map<string, OwnManifest[]>();
  const sets: MakingSet[] = [];
  const unread: Omit<MakingSet, 'made'>[] = [];
  const read = await inParallel(files, async file =>
    readable(file, (await draft.read(file)) ?? ''),
  );
  for (const { file, names, found } of read.flat()) {
    for (const [document, name] of names.entries())
      if (name !== undefined)
        manifests.set(name, [
          ...(manifests.get(name) ?? []),
          { file, document },
        ]);
    for (const set of found) {
      const one = { file, document: set.document, set };
      const made = await madeBy(set, file, draft);
      if (made) sets.push({ ...one, made });
      else unread.push(one);
    }
  }
  return { manifests, sets, unread };
}

interface Readable {
  file: string;
  /** Of the Application in each document; undefined where it is something else */
  names: (string | undefined)[];
  found: FoundSet[];
}

function readable(file: string, text: string): Readable[] {
  if (!/kind['"]?\s*:\s*['"]?Application(Set)?\b/.test(text)) return [];
  try {
    const names = readDocuments(text, file).map(document => {
      const manifest = valueOf(document, file) as {
        kind?: string;
        metadata?: { name?: string };
      } | null;
      return manifest?.kind === 'Application'
        ? manifest.metadata?.name
        : undefined;
    });
    return [{ file, names, found: readApplicationSets(text, file) }];
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
}

/** Undefined where the name of one of them is not known. */
async function madeBy(
  set: FoundSet,
  file: string,
  draft: Draft,
): Promise<ReadonlyMap<string, Generated> | undefined> {
  const generated = await generatedBy(set, file, draft).catch(error => {
    if (error instanceof InputError) return undefined;
    throw error;
  });
  const made = new Map<string, Generated>();
  for (const one of generated ?? []) {
    const name = applicationName(set, one.fields, one.file);
    if (name === undefined) return undefined;
    made.set(name, one);
  }
  return generated && made;
}
