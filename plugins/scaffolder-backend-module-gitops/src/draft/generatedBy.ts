import { posix } from 'node:path';
import {
  inParallel,
  readDocuments,
  valueOf,
} from 'backstage-plugin-gitops-node';
import { Minimatch } from 'minimatch';
import { Entry, isEntry } from '../manifests/addEntries';
import { isFound } from '../manifests/generatorFor';
import type { Generated } from '../manifests/labelOfTemplate';
import type { FoundSet } from '../manifests/readApplicationSet';
import type { Draft } from './Draft';

type Node = Record<string, unknown>;
type Place = NonNullable<Generated['place']>;
type Files = Pick<Draft, 'base' | 'files' | 'read'>;

/**
 * What the generators of an ApplicationSet give: lists, files and folders of this repository, and
 * their matrix. Undefined where another generator has its say, such as that of clusters, as the
 * repository does not tell what it gives.
 *
 * @throws InputError where a file of a generator can't be read
 */
export async function generatedBy(
  { spec, document }: Pick<FoundSet, 'spec' | 'document'>,
  file: string,
  draft: Files,
): Promise<Generated[] | undefined> {
  const all: Generated[] = [];
  const { generators } = spec;
  for (const [index, generator] of [generators].flat().entries()) {
    const path = ['spec', 'generators', index];
    const place = { file, document, path };
    const some = await ofOne((generator ?? {}) as Node, place, draft);
    if (!some) return undefined;
    all.push(...some);
  }
  return all;
}

async function ofOne(
  { list, git, matrix }: Node,
  place: Place,
  draft: Files,
): Promise<Generated[] | undefined> {
  const elements = (list as Node | undefined)?.elements;
  if (Array.isArray(elements))
    return elements.flatMap((one, index) =>
      isEntry(one)
        ? [{ fields: flat(one), place: elementOf(place, index) }]
        : [],
    );
  if (git) return ofGit(git as Node, draft);
  if (!matrix) return undefined;
  let product: Generated[] = [{ fields: {} }];
  for (const generator of ((matrix as Node).generators ?? []) as Node[]) {
    const some = await ofOne(generator, place, draft);
    if (!some) return undefined;
    product = product.flatMap(one =>
      some.map(other => ({
        fields: { ...one.fields, ...other.fields },
        file: other.file ?? one.file,
      })),
    );
  }
  return product;
}

function elementOf(place: Place, index: number): Place {
  return { ...place, path: [...place.path, 'list', 'elements', index] };
}

interface Pattern {
  path: string;
  exclude?: boolean;
}

async function ofGit(
  { repoURL, files, directories, pathParamPrefix }: Node,
  draft: Files,
): Promise<Generated[] | undefined> {
  // Its parameters have other names, which `filled` does not know
  if (pathParamPrefix || nameOf(repoURL) !== nameOf(draft.base?.address))
    return undefined;
  if (Array.isArray(files)) {
    const found = await inParallel(
      matching(await filesFor(files, draft), files, isFound),
      async file => entriesOf((await draft.read(file)) ?? '', file),
    );
    return found.flat();
  }
  if (!Array.isArray(directories)) return undefined;
  const folders = new Set(
    (await filesFor(directories, draft)).flatMap(foldersAbove),
  );
  return matching([...folders], directories, isFoundFolder).map(folder => ({
    fields: {},
    file: `${folder}/.`,
  }));
}

/** The files below the folders that the patterns begin with. */
async function filesFor(
  patterns: readonly Pattern[],
  draft: Files,
): Promise<string[]> {
  const folders = patterns
    .filter(one => !one.exclude)
    .map(({ path }) => posix.dirname(`${String(path).split(/[*?[{]/)[0]}x`));
  const found = await inParallel(new Set(folders), one => draft.files(one));
  return [...new Set(found.flat())];
}

function matching(
  paths: readonly string[],
  patterns: readonly Pattern[],
  fits: (path: string, pattern: string) => boolean,
): string[] {
  return paths.filter(
    path =>
      patterns.some(one => !one.exclude && fits(path, String(one.path))) &&
      !patterns.some(one => one.exclude && fits(path, String(one.path))),
  );
}

/** What a file of a git generator gives. @throws InputError where it can't be read */
export function entriesOf(text: string, file: string): Generated[] {
  return readDocuments(text, file).flatMap((parsed, document) => {
    const value = valueOf(parsed, file);
    const place = { file, document, path: [] };
    if (!Array.isArray(value))
      return isEntry(value) ? [{ fields: flat(value), file, place }] : [];
    return value.filter(isEntry).map(one => ({ fields: flat(one), file }));
  });
}

function foldersAbove(file: string): string[] {
  const names = file.split('/').slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join('/'));
}

/** As Argo CD looks for folders: a star is one part of a path. */
function isFoundFolder(folder: string, pattern: string): boolean {
  return new Minimatch(pattern, {
    nobrace: true,
    noext: true,
    noglobstar: true,
    nocomment: true,
    nonegate: true,
  }).match(folder);
}

function flat(value: object, before = ''): Entry {
  return Object.entries(value).reduce<Entry>(
    (all, [key, one]) => ({
      ...all,
      ...(isEntry(one)
        ? flat(one, `${before}${key}.`)
        : { [before + key]: one }),
    }),
    {},
  );
}

/** The end of an address, which is the same for SSH and HTTPS. */
function nameOf(address: unknown): string {
  const [, name] =
    /([^/:]+\/[^/:]+?)(?:\.git)?\/?$/.exec(String(address ?? '')) ?? [];
  return (name ?? '').toLocaleLowerCase('en-US');
}
