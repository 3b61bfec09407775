/**
 * What GitOps for Backstage does to Git: hosts, and edits of manifests. And gates of other plugins.
 *
 * @packageDocumentation
 */
export * from './gates/Gate';
export * from './gates/gatesExtensionPoint';
export * from './hosts/GitHost';
export * from './hosts/GitHostError';
export * from './hosts/GitHosts';
export * from './hosts/gitHostsExtensionPoint';
export { inParallel } from './hosts/rest/inParallel';
export { withDeadline, type Deadline } from './withDeadline';
export {
  findReadPlaces,
  findVersionPlaces,
  type FindOptions,
} from './manifests/findVersionPlaces';
export {
  readDocuments,
  valueOf,
  type BlockPlace,
  type ScalarPlace,
} from './manifests/readDocuments';
export {
  contradictingImages,
  formatImage,
  fullVersionOf,
  imagesLike,
  isSameImage,
  isSameVersion,
  nameOfImage,
  parseImage,
  repositoryOf,
  shortDigest,
  versionOfImage,
  type ImageReference,
} from './images';
export { isRange, isVersion } from './manifests/isVersion';
export {
  insertItems,
  type ListItem,
  type NewItems,
} from './manifests/insertItems';
export { removeAt } from './manifests/removeAt';
export { isSamePlace, nameOfSource } from './manifests/VersionPlace';
export { setValue, type Value } from './manifests/setValue';
export { setVersion } from './manifests/setVersion';
export type {
  ApplicationManifests,
  ManifestFiles,
  ManifestSource,
  Path,
  Version,
  VersionPlace,
} from './manifests/VersionPlace';
export { cell, fenced, inert, line } from './words/inert';
export {
  requestedByMarkdown,
  requestedByTrailer,
  type Requester,
} from './words/requestedBy';
