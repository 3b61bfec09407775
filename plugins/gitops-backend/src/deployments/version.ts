import type { Application } from '../argocd/Application';

/** A container image's reference, taken apart. */
export interface ImageReference {
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

export function parseImage(reference: string): ImageReference {
  const [name, digest] = reference.split('@', 2);
  const colon = name.lastIndexOf(':');
  // A colon before the last slash belongs to the registry's port
  const hasTag = colon > name.lastIndexOf('/');
  return {
    repository: hasTag ? name.slice(0, colon) : name,
    tag: hasTag ? name.slice(colon + 1) : undefined,
    digest,
  };
}

/** What a person calls the version: the tag, else the start of the digest. */
export function versionOfImage(reference: string): string {
  const { tag, digest } = parseImage(reference);
  if (tag) return tag;
  return digest ? digest.slice(0, 'sha256:'.length + 12) : 'latest';
}

/**
 * The version among the images of one Application: that of the image named like the service or the Application, sidecars left aside, else of the first. Several where
 * several versions of it are there.
 */
export function versionsOf(
  images: readonly string[],
  application: Application,
): string[] {
  const main = mainRepository(images, application);
  return [
    ...new Set(
      images
        .filter(image => parseImage(image).repository === main)
        .map(versionOfImage),
    ),
  ];
}

function mainRepository(
  images: readonly string[],
  application: Application,
): string | undefined {
  const repositories = [
    ...new Set(images.map(image => parseImage(image).repository)),
  ];
  const names = [
    application.labels['app.kubernetes.io/name'],
    application.labels['app.kubernetes.io/instance'],
    application.name,
  ];
  const isNamedAlike = (repository: string) => {
    const last = repository.slice(repository.lastIndexOf('/') + 1);
    return names.some(name => name === last || name?.startsWith(`${last}-`));
  };
  return repositories.find(isNamedAlike) ?? repositories[0];
}

/** The version where no image is promoted: a chart's, or the commit's short form. */
export function versionOfSource(application: Application): string | undefined {
  const chart = application.sources.find(source => source.chart);
  if (chart?.targetRevision) return chart.targetRevision;
  return application.revision && /^[0-9a-f]{40}$/.test(application.revision)
    ? application.revision.slice(0, 7)
    : application.revision;
}
