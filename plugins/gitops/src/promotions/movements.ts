import { Promotion } from 'backstage-plugin-gitops-common';

export function isEnded({ state }: Promotion): boolean {
  return ['succeeded', 'failed', 'closed', 'superseded'].includes(state);
}
