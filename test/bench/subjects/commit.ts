import type { ArgoCD } from '../../../packages/sandbox/src';

/** Argo CD has compared every Application with a new commit, and none of them differs from it. */
export function commit(argocd: ArgoCD, revision: string): void {
  const reconciledAt = new Date().toISOString().replace(/\.\d+/, '');
  for (const { metadata } of argocd.store.all())
    argocd.change(metadata.name, application => ({
      ...application,
      status: {
        ...application.status,
        reconciledAt,
        sync: { ...application.status.sync, revision },
      },
    }));
}
