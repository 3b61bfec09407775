import { gitopsChangesReadPermission } from 'backstage-plugin-gitops-common';
import type { ChangesReader } from '../../changes/ChangesReader';
import type { Gitops } from '../../Gitops';
import type { PromotionRequest } from '../../promotions/PromotionRequest';
import { builtIn } from '../builtIn';
import type { Caller } from './Presenter';

/** A pull request shows no commits that its requester may not see. */
export function changesFor(
  { seen, rights }: Caller,
  to: string,
  options: {
    changes: Pick<ChangesReader, 'read' | 'isInPullRequests'>;
    gitops: Pick<Gitops, 'environments' | 'inventory'>;
  },
): PromotionRequest['changesOf'] {
  const { changes, gitops } = options;
  return changes.isInPullRequests && rights.may(gitopsChangesReadPermission, to)
    ? versions => changes.read(seen.entity, versions, builtIn(seen, gitops))
    : undefined;
}
