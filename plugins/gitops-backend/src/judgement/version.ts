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

export function repositoryOf(reference: string): string {
  return parseImage(reference).repository;
}

/**
 * The versions of the service's own image among the images of one Application, sidecars left aside: several where several are there, none where it isn't known which image is the service's.
 *
 * @param main - the own image as manifests name it; what runs may come from another registry
 */
export function versionsOf(
  images: readonly string[],
  application: Application,
  main?: string,
): string[] {
  const own = alikeIn(images, main) ?? mainRepository(images, application);
  return [
    ...new Set(
      images.filter(image => repositoryOf(image) === own).map(versionOfImage),
    ),
  ];
}

/** The image itself, or one of its name in another registry or folder. */
export function alikeIn(
  images: readonly string[],
  main: string | undefined,
): string | undefined {
  if (main === undefined) return undefined;
  const repositories = images.map(repositoryOf);
  return (
    repositories.find(one => one === main) ??
    repositories.find(one => lastOf(one) === lastOf(main))
  );
}

/** `orders` of `registry.example.com/team/orders` */
export function lastOf(repository: string): string {
  return repository.slice(repository.lastIndexOf('/') + 1);
}

/** The only image, or the one that is named like the service or the Application: `orders`, or `orders-api` where no other begins so. */
export function mainRepository(
  images: readonly string[],
  application: Application,
): string | undefined {
  const repositories = [...new Set(images.map(repositoryOf))];
  if (repositories.length < 2) return repositories[0];
  const names = [
    application.labels['app.kubernetes.io/name'],
    application.labels['app.kubernetes.io/instance'],
    application.name,
  ].filter(name => name !== undefined);
  const find = (isAlike: (last: string, name: string) => boolean) =>
    repositories.filter(repository => {
      const last = lastOf(repository);
      return names.some(name => isAlike(last, name));
    });
  const [first] = find(
    (last, name) => name === last || name.startsWith(`${last}-`),
  );
  const [other, ...more] = find((last, name) => last.startsWith(`${name}-`));
  return first ?? (more.length === 0 ? other : undefined);
}

/** The version where no image is promoted: a chart's, or the commit's short form. */
export function versionOfSource(application: Application): string | undefined {
  const chart = application.sources.find(source => source.chart);
  if (chart?.targetRevision) return chart.targetRevision;
  return application.revision && /^[0-9a-f]{40}$/.test(application.revision)
    ? application.revision.slice(0, 7)
    : application.revision;
}
