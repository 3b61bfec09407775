import { imageReference, parseImageReference } from './imageReference';
import { fieldOf } from './template';
import type { Path, Version } from './VersionPlace';

/** A field of the generator that a template takes as a version. */
export interface TemplatedVersion {
  /** Of the generator's values */
  field: Path;
  /** What the field's value means there */
  versionOf(value: string): Version;
}

interface TemplateSource {
  targetRevision?: string;
  helm?: {
    parameters?: { name?: string; value?: string }[];
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
  ]);
}

function ofRevision({ targetRevision }: TemplateSource): TemplatedVersion[] {
  const field = fieldOf(targetRevision ?? '');
  return field
    ? [{ field, versionOf: revision => ({ kind: 'revision', revision }) }]
    : [];
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
      versionOf: value => ({
        kind: 'image',
        ...(isDigest
          ? { repository, digest: value }
          : parseImageReference(imageReference({ repository, tag: value }))),
      }),
    },
  ];
}

function ofParameters(
  parameters: readonly { name?: string; value?: string }[],
): TemplatedVersion[] {
  return parameters.flatMap(({ name = '', value = '' }) => {
    const field = /(^|\.)tag$/.test(name) ? fieldOf(value) : undefined;
    const sibling = name.replace(/tag$/, 'repository');
    const repository = parameters.find(one => one.name === sibling)?.value;
    return field && repository && !repository.includes('{{')
      ? [
          {
            field,
            versionOf: (tag: string) =>
              ({ kind: 'image', repository, tag } as const),
          },
        ]
      : [];
  });
}

function ofValues(values: unknown): TemplatedVersion[] {
  if (typeof values !== 'object' || values === null) return [];
  const { repository, tag } = values as {
    repository?: unknown;
    tag?: unknown;
  };
  const field = typeof tag === 'string' ? fieldOf(tag) : undefined;
  if (field && typeof repository === 'string' && !repository.includes('{{'))
    return [
      {
        field,
        versionOf: value => ({ kind: 'image', repository, tag: value }),
      },
    ];
  return Object.values(values).flatMap(ofValues);
}
