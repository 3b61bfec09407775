/**
 * Scaffolder actions of GitOps for Backstage.
 *
 * @packageDocumentation
 */
export {
  scaffolderGitopsModule as default,
  scaffolderGitHostsExtensionPoint,
} from './module';
