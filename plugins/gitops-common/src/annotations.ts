/**
 * Annotations by which an entity names its Applications: those that catalogs carry today for the
 * community's and Roadie's Argo CD plugins.
 *
 * @public
 */
export const gitopsAnnotations = {
  appName: 'argocd/app-name',
  appSelector: 'argocd/app-selector',
  appNamespace: 'argocd/app-namespace',
  instanceName: 'argocd/instance-name',
  projectName: 'argocd/project-name',
  /**
   * Where versions are written, in place of what is found from the Application:
   * `apps/{service}/envs/{environment}/values.yaml#image.tag`, several by commas
   */
  versionPlaces: 'gitops/version-places',
  /**
   * What a service sets for its own promotions, where an environment lets it: YAML with an object
   * for each environment
   */
  promotion: 'gitops/promotion',
} as const;
