import { PREVIEW_LABEL } from 'backstage-plugin-gitops-common';
import type { Application } from '../argocd/Application';
import type { Entry } from '../inventory/Entry';
import type { Change } from '../inventory/Inventory';

/** Whether an Application is the preview of a pull request, which belongs to no environment. */
export function isPreview({ labels }: Pick<Application, 'labels'>): boolean {
  return Object.hasOwn(labels, PREVIEW_LABEL);
}

/** Changes without previews. To what remains, an Application that becomes a preview is gone. */
export function withoutPreviews(changes: readonly Change[]): Change[] {
  return changes.flatMap(change => {
    const previous = unlessPreview(change.previous);
    const current = unlessPreview(change.current);
    return previous || current ? [{ ...change, previous, current }] : [];
  });
}

function unlessPreview(entry: Entry | undefined): Entry | undefined {
  return entry && isPreview(entry.application) ? undefined : entry;
}
