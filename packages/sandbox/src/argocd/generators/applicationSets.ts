import { posix } from 'path';
import {
  at,
  isObject,
  Json,
  JsonObject,
  listAt,
  Manifest,
  textAt,
} from '../Json';
import { YamlReader } from '../manifests/YamlReader';
import { printTemplate } from './goTemplate';
import { FoundPullRequest, fromPullRequests } from './pullRequests';

/**
 * An Application before it has a status: a manifest from a generator, a folder or a pair of hands.
 */
export interface Wanted {
  manifest: Manifest;
  /** ApplicationSet that generated it */
  applicationSet?: string;
  /** Application of Applications that it is part of */
  parent?: string;
}

/** What generators find outside of the set itself. */
export interface Sources {
  files(
    repoURL: string,
    revision: string,
  ): ReadonlyMap<string, string> | undefined;
  /** Open ones of a repository of the forge */
  pullRequests(owner: string, repository: string): readonly FoundPullRequest[];
}

/**
 * Applications of an ApplicationSet: list generator, git files and git directories generators, pull
 * request generator of Gitea, matrix of them.
 * @throws TemplateError where the template names a parameter that no generator gives
 */
export function generate(
  applicationSet: Manifest,
  sources: Sources,
  yaml: YamlReader,
): Wanted[] {
  const template = at(applicationSet, 'spec', 'template');
  const parameterSets = listAt(applicationSet, 'spec', 'generators').flatMap(
    parametersOf,
  );
  return parameterSets.map(parameters => {
    const printed = printTemplate(template, parameters);
    const manifest = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      ...(printed as JsonObject),
    } as Manifest;
    return { manifest, applicationSet: applicationSet.metadata.name };
  });

  function parametersOf(generator: Json): JsonObject[] {
    if (!isObject(generator)) return [];
    if (generator.list)
      return listAt(generator, 'list', 'elements').filter(isObject);
    if (generator.git) return fromGit(generator.git);
    if (generator.pullRequest)
      return fromPullRequests(generator.pullRequest, sources);
    if (generator.matrix) {
      const [first, second] = listAt(generator, 'matrix', 'generators').map(
        parametersOf,
      );
      return (first ?? []).flatMap(left =>
        (second ?? []).map(right => ({ ...left, ...right })),
      );
    }
    return [];
  }

  function fromGit(git: Json): JsonObject[] {
    const files = sources.files(
      textAt(git, 'repoURL') ?? '',
      textAt(git, 'revision') ?? 'HEAD',
    );
    if (!files) return [];
    const patterns = listAt(git, 'files').map(entry =>
      globOf(textAt(entry, 'path') ?? ''),
    );
    const folders = listAt(git, 'directories').map(entry =>
      globOf(textAt(entry, 'path') ?? ''),
    );
    const values = at(git, 'values');
    const paths = [...files.keys()].sort();
    const fromFiles = paths
      .filter(path => patterns.some(pattern => pattern.test(path)))
      .flatMap(path =>
        yaml
          .documents(files.get(path) ?? '')
          .flatMap(document =>
            Array.isArray(document) ? document : [document],
          )
          .filter(isObject)
          .map(document => ({
            ...document,
            path: pathParameters(posix.dirname(path), posix.basename(path)),
          })),
      );
    const all = [...new Set(paths.map(path => posix.dirname(path)))];
    const fromFolders = all
      .filter(folder => folders.some(pattern => pattern.test(folder)))
      .map(folder => ({ path: pathParameters(folder) }));
    return [...fromFiles, ...fromFolders].map(parameters => ({
      ...parameters,
      ...(values && { values: printTemplate(values, parameters) }),
    }));
  }
}

function pathParameters(folder: string, filename?: string): JsonObject {
  return {
    path: folder,
    basename: posix.basename(folder),
    basenameNormalized: posix.basename(folder).replace(/[^a-z0-9-.]/g, '-'),
    segments: folder.split('/'),
    ...(filename ? { filename } : {}),
  };
}

const globParts: [RegExp, (part: string) => string][] = [
  [/^\*\*\//, () => '(?:.*/)?'],
  [/^\*\*/, () => '.*'],
  [/^\*/, () => '[^/]*'],
  [/^\?/, () => '[^/]'],
  [/^\{[^}]*\}/, part => `(?:${part.slice(1, -1).split(',').join('|')})`],
  [/^[^*?{]+/, part => part.replace(/[.+^$()|[\]\\]/g, '\\$&')],
  [/^./, part => `\\${part}`],
];

function globOf(glob: string): RegExp {
  let source = '';
  for (let rest = glob; rest !== ''; ) {
    for (const [pattern, write] of globParts) {
      const part = pattern.exec(rest)?.[0];
      if (part === undefined) continue;
      source += write(part);
      rest = rest.slice(part.length);
      break;
    }
  }
  return new RegExp(`^${source}$`);
}
