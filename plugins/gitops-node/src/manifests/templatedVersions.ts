import { InputError } from '@backstage/errors';
import { ImageReference, tagAndDigest } from '../images';
import { readDocuments, valueOf } from './readDocuments';
import { fieldOf, render } from './template';
import { imageValues, pathOf, withName } from './locators/imageValues';
import { valueAt, valuesOf } from './locators/values';
import {
  ApplicationManifests,
  nameOfSource,
  Path,
  Version,
} from './VersionPlace';

/** A field of the generator that a template takes as a version. */
export interface TemplatedVersion {
  /** Of the generator's values */
  field: Path;
  /** What the field's value means there; undefined where the image's name is not known */
  versionOf(value: string, values: unknown): Version | undefined;
  /** The chart alone knows what the image is called */
  isNameGuessed?: boolean;
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

/**
 * Which fields of its generator an ApplicationSet's template takes as versions: `targetRevision`,
 * Kustomize's images, and Helm's `….tag` beside a `….repository`.
 */
export function templatedVersions(
  template: unknown,
  application: Pick<ApplicationManifests, 'labels' | 'name'>,
): TemplatedVersion[] {
  return sourcesOf(template).flatMap(source => [
    ...ofRevision(source),
    ...(source.kustomize?.images ?? []).flatMap(ofImage),
    ...givenValues(source).flatMap(values => ofValues(values, application)),
  ]);
}

/** What a template makes of fields and more: `v{{.version}}`, functions. */
export function computedVersions(template: unknown): string[] {
  return sourcesOf(template).flatMap(source =>
    [
      source.targetRevision ?? '',
      ...(source.kustomize?.images ?? []).map(versionIn),
      ...givenValues(source).flatMap(values =>
        imageValues(values).map(image =>
          String(valueAt(values, pathOf(image))),
        ),
      ),
    ].filter(text => text.includes('{{') && fieldOf(text) === undefined),
  );
}

function givenValues({ helm }: TemplateSource): unknown[] {
  return [
    valuesOf(helm?.parameters ?? []),
    helm?.valuesObject,
    valuesIn(helm?.values),
  ];
}

/**
 * What stands where an image's tag or digest does, from the last colon or at sign before a field.
 */
function versionIn(image: string): string {
  const before = image.slice(0, image.indexOf('{{'));
  const sign = Math.max(before.lastIndexOf(':'), before.lastIndexOf('@'));
  return sign > before.lastIndexOf('/') ? image.slice(sign + 1) : '';
}

function sourcesOf(template: unknown): TemplateSource[] {
  const { spec } = (template ?? {}) as {
    spec?: { source?: TemplateSource; sources?: TemplateSource[] };
  };
  return spec?.sources ?? [spec?.source].flatMap(one => one ?? []);
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
  partsOf: (value: string) => Omit<ImageReference, 'repository'> = tag =>
    tagAndDigest(tag),
): TemplatedVersion['versionOf'] {
  return (value, values) => {
    const repository = render(template, values);
    return repository === undefined
      ? undefined
      : { kind: 'image', ...partsOf(value), repository };
  };
}

/** Values as a text. A field without quotes would be read as a map */
function valuesIn(text = ''): unknown {
  const quoted = text.split('\n').map(withQuotes).join('\n');
  try {
    return valueOf(readDocuments(quoted, 'values')[0], 'values');
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

function withQuotes(line: string): string {
  const end = line.trimEnd();
  const open = end.lastIndexOf('{{');
  const before = end.slice(0, Math.max(0, open));
  return end.endsWith('}}') && /:\s+$/.test(before.slice(-10))
    ? `${before}${JSON.stringify(end.slice(open))}`
    : line;
}

/** Images among values; the chart alone knows the names of some. */
function ofValues(
  values: unknown,
  application: Pick<ApplicationManifests, 'labels' | 'name'>,
): TemplatedVersion[] {
  return imageValues(values).flatMap(image => {
    if ('reference' in image) return [];
    const path = pathOf(image);
    const field = fieldOf(String(valueAt(values, path)));
    if (!field) return [];
    const { repository = '', isNameGuessed } = withName(image, {}, application);
    const versionOf = image.digest
      ? imageOf(repository, digest => ({ digest }))
      : imageOf(repository);
    return { field, versionOf, ...(isNameGuessed ? { isNameGuessed } : {}) };
  });
}
