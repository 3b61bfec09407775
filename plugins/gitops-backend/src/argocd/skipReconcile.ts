/** Has Argo CD leave an Application alone: what it says of it stays as it was. */
export const SKIP_RECONCILE = 'argocd.argoproj.io/skip-reconcile';

/** Argo CD reads the annotation as Go reads a truth value. */
export function isTrue(value: string | null | undefined): boolean {
  return /^(1|t|T|true|TRUE|True)$/.test(value ?? '');
}
