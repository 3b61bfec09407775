/**
 * Scaffolder actions of GitOps for Backstage.
 *
 * @packageDocumentation
 */
export { scaffolderGitopsModule as default } from './module';
