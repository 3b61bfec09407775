import {
  at,
  isObject,
  Json,
  JsonObject,
  listAt,
  Manifest,
  textAt,
} from '../Json';

const podSpecs: Record<string, (string | number)[]> = {
  Pod: ['spec'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
};

/** The pod spec inside a workload, a Job or a Pod; undefined for what runs no containers. */
export function podSpecOf(manifest: Manifest): JsonObject | undefined {
  const spec = at(
    manifest,
    ...(podSpecs[manifest.kind] ?? ['spec', 'template', 'spec']),
  );
  return isObject(spec) ? spec : undefined;
}

export function containersOf(manifest: Manifest): JsonObject[] {
  const spec = podSpecOf(manifest);
  return [
    ...listAt(spec, 'initContainers'),
    ...listAt(spec, 'containers'),
  ].filter(isObject);
}

/** Images that a manifest wants, in their order. */
export function imagesOf(manifest: Manifest): string[] {
  const images = containersOf(manifest).map(container =>
    textAt(container, 'image'),
  );
  return [
    ...new Set(images.filter((image): image is string => image !== undefined)),
  ];
}

interface ImageOverride {
  name: string;
  newName?: string;
  newTag?: string;
  digest?: string;
}

export function readImageOverride(value: Json): ImageOverride | undefined {
  const name = textAt(value, 'name');
  if (name === undefined) return undefined;
  const tag = at(value, 'newTag');
  return {
    name,
    newName: textAt(value, 'newName'),
    newTag:
      typeof tag === 'string' || typeof tag === 'number'
        ? String(tag)
        : undefined,
    digest: textAt(value, 'digest'),
  };
}

/** As Applications write them: `name:tag` or `name=newName:tag`. */
export function imageOverrideOf(text: string): ImageOverride {
  const [written, name] = text.split('=').reverse();
  const [, newName, newTag] = /^(.+?)(?::([^:/@]+))?$/.exec(written) ?? [];
  return { name: name ?? newName, newName, newTag };
}

/** An image reference after Kustomize's `images` transformer. */
export function overrideImage(
  image: string,
  overrides: ImageOverride[],
): string {
  const [, name, suffix] = /^(.+?)((?::[^:/@]+)?(?:@.+)?)$/.exec(image) ?? [
    '',
    image,
    '',
  ];
  const override = overrides.find(candidate => candidate.name === name);
  if (!override) return image;
  const newName = override.newName ?? name;
  if (override.digest) return `${newName}@${override.digest}`;
  if (override.newTag) return `${newName}:${override.newTag}`;
  return `${newName}${suffix}`;
}
