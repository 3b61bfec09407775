import { DeploymentStatus, reasonOf } from 'backstage-plugin-gitops-common';
import { useGitopsTranslation } from '../translations/useGitopsTranslation';

/** Why a deployment is in its state, in the reader's language; null where the state says it all. */
export function useReason(status: DeploymentStatus): string | null {
  const t = useGitopsTranslation();
  return reasonOf(status, t('language'));
}
