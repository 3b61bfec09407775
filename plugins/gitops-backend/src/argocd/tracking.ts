/** The annotation by which Argo CD finds what belongs to an Application. */
export const TRACKING_ANNOTATION = 'argocd.argoproj.io/tracking-id';

/**
 * Of tracking by label, the default before Argo CD 3.0, and the key that its manual recommends
 * instead.
 */
export const TRACKING_LABELS = [
  'argocd.argoproj.io/instance',
  'app.kubernetes.io/instance',
];
