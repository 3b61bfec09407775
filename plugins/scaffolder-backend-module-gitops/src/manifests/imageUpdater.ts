export const updateStrategies = [
  'semver',
  'newest-build',
  'digest',
  'alphabetical',
] as const;
export type UpdateStrategy = (typeof updateStrategies)[number];

export interface ImageUpdate {
  image: string;
  strategy: UpdateStrategy;
  /** A pattern of the tags that count, as Image Updater writes it: `regexp:^v` */
  allowTags?: string;
  /** Written to Git: the Application's own folder, or a file of Helm values */
  writeTo: { kind: 'kustomization' } | { kind: 'helmvalues'; file: string };
  repository: string;
  branch: string;
  /** `git`, or where Image Updater finds its credentials: `git:secret:argocd/git-creds` */
  method: string;
}

/**
 * An ImageUpdater of one service's Application in one environment, from Image Updater 1.1.1 on:
 * before, a field of it was required that later versions do not have.
 */
export function imageUpdaterOf(
  update: ImageUpdate,
  {
    name,
    namespace,
    application,
  }: {
    name: string;
    namespace: string;
    application: string;
  },
) {
  const { image, strategy, allowTags, writeTo, repository, branch } = update;
  return {
    apiVersion: 'argocd-image-updater.argoproj.io/v1alpha1',
    kind: 'ImageUpdater',
    metadata: { name, namespace },
    spec: {
      applicationRefs: [
        {
          namePattern: application,
          images: [
            {
              alias: 'app',
              imageName: image,
              commonUpdateSettings: { updateStrategy: strategy, allowTags },
              manifestTargets:
                writeTo.kind === 'helmvalues'
                  ? { helm: { name: 'image.repository', tag: 'image.tag' } }
                  : undefined,
            },
          ],
        },
      ],
      writeBackConfig: {
        method: update.method,
        gitConfig: {
          repository,
          branch,
          // Without a path it is the Application's own folder
          writeBackTarget:
            writeTo.kind === 'kustomization'
              ? 'kustomization'
              : `helmvalues:/${writeTo.file}`,
        },
      },
    },
  };
}

/**
 * The same as annotations of the Application, which Image Updater read before 1.0 and still does
 * where it is told to.
 */
export function imageUpdaterAnnotations(
  update: ImageUpdate,
): Record<string, string> {
  const { image, strategy, allowTags, writeTo, branch, method } = update;
  const prefix = 'argocd-image-updater.argoproj.io';
  return {
    [`${prefix}/image-list`]: `app=${image}`,
    [`${prefix}/app.update-strategy`]: strategy,
    ...(allowTags && { [`${prefix}/app.allow-tags`]: allowTags }),
    ...(writeTo.kind === 'helmvalues' && {
      [`${prefix}/app.helm.image-name`]: 'image.repository',
      [`${prefix}/app.helm.image-tag`]: 'image.tag',
    }),
    [`${prefix}/write-back-method`]: method,
    [`${prefix}/write-back-target`]:
      writeTo.kind === 'kustomization'
        ? 'kustomization'
        : `helmvalues:/${writeTo.file}`,
    [`${prefix}/git-branch`]: branch,
  };
}
