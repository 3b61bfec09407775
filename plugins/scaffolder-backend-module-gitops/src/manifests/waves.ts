/**
 * The order in which Argo CD applies a service: its namespace if that is among its manifests, the store and the account, the secrets, the
 * migration, and at last the workload (wave 0). A wave begins when the one before is healthy, so that a secret that can't
 * be read, or a migration that fails, stops what comes behind it.
 */
export const waves = {
  namespace: -4,
  secretStore: -3,
  serviceAccount: -3,
  externalSecret: -2,
  migration: -1,
} as const;

/** The annotation of a wave. */
export function waveAnnotation(wave: number): Record<string, string> {
  return { 'argocd.argoproj.io/sync-wave': String(wave) };
}
