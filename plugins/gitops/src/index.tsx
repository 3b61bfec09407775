/**
 * What runs in each environment, on a service's page of a Backstage portal.
 *
 * @packageDocumentation
 */
export { gitopsApiRef } from './api';
export { GitopsHomePageContent } from './homePage';
export { isGitopsAvailable } from './isGitopsAvailable';
export { gitopsPlugin as default } from './plugin';
