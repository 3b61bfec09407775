/**
 * Form fields for templates that wire services into Argo CD GitOps.
 *
 * @packageDocumentation
 */
export { scaffolderModuleGitops as default } from './module';
