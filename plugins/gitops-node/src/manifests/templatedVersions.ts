import { parseDocument } from 'yaml';
import { ImageParts, parseImageReference } from './imageReference';
import { valueOf } from './readDocuments';
import { fieldOf, render } from './template';
import { nameOfSource, Path, Version } from './VersionPlace';

/** A field of the generator that a template takes as a version. */
export interface TemplatedVersion {
  /** Of the generator's values */
  field: Path;
  /** What the field's value means there; undefined where the image's name is not known */
  versionOf(value: string, values: unknown): Version | undefined;
}

interface TemplateSource {
  repoURL?: string;
  chart?: string;
  targetRevision?: string;
  helm?: {
    parameters?: { name?: string; value?: string }[];
    values?: string;
    valuesObject?: unknown;
  };
  kustomize?: { images?: string[] };
}

/** Which fields of its generator an ApplicationSet's template takes as versions: `targetRevision`, Kustomize's images, and Helm's `….tag` beside a `….repository`. */
export function templatedVersions(template: unknown): TemplatedVersion[] {
  const { spec } = (template ?? {}) as {
    spec?: { source?: TemplateSource; sources?: TemplateSource[] };
  };
  const sources = spec?.sources ?? [spec?.source].flatMap(one => one ?? []);
  return sources.flatMap(source => [
    ...ofRevision(source),
    ...(source.kustomize?.images ?? []).flatMap(ofImage),
    ...ofParameters(source.helm?.parameters ?? []),
    ...ofValues(source.helm?.valuesObject),
    ...ofValues(valuesIn(source.helm?.values)),
  ]);
}

function ofRevision({
  repoURL = '',
  chart,
  targetRevision = '',
}: TemplateSource): TemplatedVersion[] {
  const field = fieldOf(targetRevision);
  if (!field) return [];
  const sourceOf = (values: unknown) => {
    const repository = render(repoURL, values);
    const name = chart && render(chart, values);
    const isKnown = repository && (!chart || name);
    return isKnown
      ? nameOfSource({ repoURL: repository, chart: name })
      : undefined;
  };
  return [
    {
      field,
      versionOf: (revision, values) => ({
        kind: 'revision',
        revision,
        source: sourceOf(values),
      }),
    },
  ];
}

/** `registry/orders:{{.version}}` or `orders=registry/orders:{{.version}}` */
function ofImage(image: string): TemplatedVersion[] {
  const written = image.slice(image.indexOf('=') + 1);
  const start = written.search(/[:@]\{\{/);
  const field = start === -1 ? undefined : fieldOf(written.slice(start + 1));
  if (!field) return [];
  const repository = written.slice(0, start);
  const isDigest = written[start] === '@';
  return [
    {
      field,
      versionOf: isDigest
        ? imageOf(repository, digest => ({ digest }))
        : imageOf(repository),
    },
  ];
}

function imageOf(
  template: string,
  partsOf: (value: string) => Omit<ImageParts, 'repository'> = tag =>
    parseImageReference(`x:${tag}`),
): TemplatedVersion['versionOf'] {
  return (value, values) => {
    const repository = render(template, values);
    return repository === undefined
      ? undefined
      : { kind: 'image', ...partsOf(value), repository };
  };
}

function ofParameters(
  parameters: readonly { name?: string; value?: string }[],
): TemplatedVersion[] {
  return parameters.flatMap(({ name = '', value = '' }) => {
    const field = /(^|\.)tag$/.test(name) ? fieldOf(value) : undefined;
    const sibling = name.replace(/tag$/, 'repository');
    const repository = parameters.find(one => one.name === sibling)?.value;
    return field && repository
      ? [{ field, versionOf: imageOf(repository) }]
      : [];
  });
}

/** Values as a text. A field without quotes would be read as a map */
function valuesIn(text = ''): unknown {
  const quoted = text.replace(/: *(\{\{[^}\n]*\}\}) *$/gm, ': "$1"');
  const document = parseDocument(quoted);
  return document.errors.length > 0 ? undefined : valueOf(document, 'values');
}

function ofValues(values: unknown): TemplatedVersion[] {
  if (typeof values !== 'object' || values === null) return [];
  const { repository, tag } = values as {
    repository?: unknown;
    tag?: unknown;
  };
  const field = typeof tag === 'string' ? fieldOf(tag) : undefined;
  if (field && typeof repository === 'string')
    return [{ field, versionOf: imageOf(repository) }];
  return Object.values(values).flatMap(ofValues);
}
