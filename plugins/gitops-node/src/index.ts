/**
 * What GitOps for Backstage does to Git: hosts, and edits of manifests.
 *
 * @packageDocumentation
 */
export * from './hosts/GitHost';
export * from './hosts/GitHostError';
export * from './hosts/GitHosts';
export * from './hosts/gitHostsExtensionPoint';
export { withDeadline, type Deadline } from './withDeadline';
export { findVersionPlaces } from './manifests/findVersionPlaces';
export {
  readDocuments,
  valueOf,
  type ScalarPlace,
} from './manifests/readDocuments';
export { isVersion } from './manifests/isVersion';
export { insertItems, type ListItem } from './manifests/insertItems';
export { nameOfSource } from './manifests/VersionPlace';
export { setVersion } from './manifests/setVersion';
export type {
  ApplicationManifests,
  ManifestFiles,
  ManifestSource,
  Path,
  Version,
  VersionPlace,
} from './manifests/VersionPlace';
