/**
 * Manifests cannot be generated. The message is what Argo CD would put after
 * `code = Unknown desc = `.
 */
export class ManifestError extends Error {
  override name = 'ManifestError';
}
