import { InputError } from '@backstage/errors';
import { readDocuments, valueOf } from 'backstage-plugin-gitops-node';
import { TemplateFields, templateFields } from './templateFields';

type Node = Record<string, unknown>;

/** A generator that gives fields of its own: files in Git, or a list. */
export interface Generator {
  /** Keys and indexes from the document's root */
  path: (string | number)[];
  files?: { pattern: string; exclude: boolean }[];
  /** Address of the repository that the files are in */
  repository?: unknown;
  elements?: unknown;
  /** Names of the fields that it adds to each of its own: `path`, `values` */
  adds: string[];
  /** Whether others, of a matrix or a merge, add fields to its own */
  isCombined: boolean;
}

/** An ApplicationSet as it stands in a file. */
export interface FoundSet {
  name: string;
  /** Which of the file's documents, from 0 */
  document: number;
  /** The file, as it was read */
  documents: ReturnType<typeof readDocuments>;
  generators: Generator[];
  spec: Node;
  /** What its template reads */
  fields: TemplateFields;
}

/**
 * Finds an ApplicationSet in a file.
 *
 * @param name - undefined where the file has one only
 * @throws InputError where the file can't be read, or has none of that name
 */
export function readApplicationSet(
  text: string,
  file: string,
  name?: string,
): FoundSet {
  const sets = readApplicationSets(text, file);
  const found = sets.filter(one => name === undefined || one.name === name);
  if (found.length === 1) return found[0];
  throw new InputError(
    found.length === 0
      ? `${file} has no ApplicationSet${name ? ` ${name}` : ''}`
      : `${file} has several ApplicationSets (${found
          .map(one => one.name)
          .join(', ')}): name one`,
  );
}

/** All ApplicationSets of a file. @throws InputError where it can't be read */
export function readApplicationSets(text: string, file: string): FoundSet[] {
  const documents = readDocuments(text, file);
  return documents.flatMap((document, index) => {
    const manifest = valueOf(document, file) as Node | null | undefined;
    if (manifest?.kind !== 'ApplicationSet') return [];
    const spec = (manifest.spec ?? {}) as Node;
    return {
      name: String((manifest.metadata as Node | undefined)?.name ?? ''),
      document: index,
      documents,
      spec,
      generators: leavesOf(spec.generators, ['spec', 'generators'], false),
      fields: templateFields([spec.template, spec.templatePatch], {
        isGo: spec.goTemplate === true,
        isStrict: [spec.goTemplateOptions].flat().includes('missingkey=error'),
      }),
    };
  });
}

function leavesOf(
  generators: unknown,
  path: (string | number)[],
  isCombined: boolean,
): Generator[] {
  if (!Array.isArray(generators)) return [];
  return (generators as Node[]).flatMap((generator, index) => {
    const at = [...path, index];
    for (const kind of ['matrix', 'merge']) {
      const inner = (generator?.[kind] as Node | undefined)?.generators;
      if (inner) return leavesOf(inner, [...at, kind, 'generators'], true);
    }
    const git = generator?.git as Node | undefined;
    if (Array.isArray(git?.files))
      return [
        {
          path: [...at, 'git'],
          repository: git.repoURL,
          files: (git.files as Node[]).map(one => ({
            pattern: String(one.path ?? ''),
            exclude: one.exclude === true,
          })),
          adds: [
            String(git.pathParamPrefix || 'path'),
            ...(git.values ? ['values'] : []),
          ],
          isCombined,
        },
      ];
    const list = generator?.list as Node | undefined;
    if (list && 'elements' in list)
      return [
        {
          path: [...at, 'list', 'elements'],
          elements: list.elements,
          adds: [],
          isCombined,
        },
      ];
    return [];
  });
}
