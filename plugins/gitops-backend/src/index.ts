/**
 * Reads Argo CD, judges deployments and serves them to GitOps for Backstage.
 *
 * @packageDocumentation
 */
export { gitopsPlugin as default } from './plugin';
export { gitopsSearchModule } from './search/gitopsSearchModule';
export { bitbucketServerEventsModule } from './webhooks/bitbucketServerEvents';
export { giteaEventsModule } from './webhooks/giteaEvents';
export {
  gitopsDeploymentResourceRef,
  gitopsDeploymentRules,
} from './api/permissions';
export type { DeploymentResource } from './api/permissions';
