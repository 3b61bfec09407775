import { posix } from 'path';
import { at, isObject, Json, Manifest } from '../Json';
import { Source } from '../Application';
import { mergePatch } from './jsonPatch';
import { isManifest } from './kustomize';
import { ManifestError } from './ManifestError';
import { YamlReader } from './YamlReader';

/**
 * Enough of `helm template`: value files in their order, parameters, and templates that only print
 * values (`{{ .Values.… }}`, `{{ .Release.Name }}`, `| quote`). No conditions, loops or
 * dependencies.
 * @param refs files of the other sources by their `$ref`
 */
export function renderChart(options: {
  files: ReadonlyMap<string, string>;
  source: Source;
  releaseName: string;
  namespace: string;
  refs: ReadonlyMap<string, ReadonlyMap<string, string>>;
  yaml: YamlReader;
}): Manifest[] {
  const { files, source, yaml, refs } = options;
  const chart = source.path ?? '.';
  let values: Json =
    yaml.documents(files.get(posix.join(chart, 'values.yaml')) ?? '')[0] ?? {};
  for (const file of source.helm?.valueFiles ?? [])
    values = mergePatch(values, read(file));
  for (const { name, value } of source.helm?.parameters ?? []) {
    const patch = name
      .split('.')
      .reduceRight<Json>((inner, key) => ({ [key]: inner }), value);
    values = mergePatch(values, patch);
  }
  const scope: Json = {
    Values: values,
    Release: {
      Name: source.helm?.releaseName ?? options.releaseName,
      Namespace: options.namespace,
    },
  };
  const manifests: Manifest[] = [];
  for (const [path, text] of files) {
    if (
      !path.startsWith(`${posix.join(chart, 'templates')}/`) ||
      !/\.ya?ml$/.test(path)
    )
      continue;
    manifests.push(
      ...yaml.documents(print(text, scope, path)).filter(isManifest),
    );
  }
  return manifests;

  function read(file: string): Json {
    const [, ref, rest] = /^\$([^/]+)\/(.+)$/.exec(file) ?? [];
    const text = ref
      ? refs.get(`$${ref}`)?.get(rest)
      : files.get(posix.join(chart, file));
    if (text === undefined) {
      const path = `<path to cached source>/${posix.join(
        ref ? rest : posix.join(chart, file),
      )}`;
      throw new ManifestError(
        `\`helm template . --name-template ${options.releaseName}\` failed exit status 1: Error: open ${path}: no such file or directory`,
      );
    }
    return yaml.documents(text)[0] ?? {};
  }
}

function print(template: string, scope: Json, path: string): string {
  return template.replace(
    /\{\{-?\s*\.([\w.]+)\s*(\|\s*quote\s*)?-?\}\}/g,
    (_, name: string, quote?: string) => {
      const value = at(scope, ...name.split('.'));
      if (value === undefined || isObject(value)) {
        throw new ManifestError(
          `\`helm template .\` failed exit status 1: Error: template: ${path}: nil pointer evaluating .${name}`,
        );
      }
      return quote ? JSON.stringify(String(value)) : String(value);
    },
  );
}
