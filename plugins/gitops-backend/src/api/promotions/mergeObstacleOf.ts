import {
  gitopsPromotionMergePermission,
  MergeObstacle,
  MergeObstacleReason,
  mergeObstacleSentence,
} from 'backstage-plugin-gitops-common';
import { isAmong } from '../../promotions/gates/fourEyes';
import { isChanged, isRetargeted } from '../../promotions/pullRequestCauses';
import type { PromotionRecord } from '../../promotions/store/Records';
import type { Presenting } from './present';

/** Whether the merge button is the caller's, as far as rights and configuration go. */
export function mayMerge(
  { promotion: { state, cause, to } }: PromotionRecord,
  { may, settingsOf }: Pick<Presenting, 'may' | 'settingsOf'>,
): boolean {
  return (
    state === 'pullRequestOpen' &&
    cause.code !== 'mergesWhenReady' &&
    settingsOf(to)?.merge !== undefined &&
    may(gitopsPromotionMergePermission, to)
  );
}

/** Why the caller can't merge it now, although the button would be theirs. */
export function mergeObstacleOf(
  record: PromotionRecord,
  presenting: Pick<Presenting, 'may' | 'settingsOf' | 'caller'>,
): MergeObstacle | undefined {
  if (!mayMerge(record, presenting)) return undefined;
  const reason = reasonOf(record, presenting);
  return reason && { ...reason, sentence: mergeObstacleSentence(reason) };
}

function reasonOf(
  { promotion: { to, requestedBy }, pullRequests }: PromotionRecord,
  { settingsOf, caller }: Pick<Presenting, 'settingsOf' | 'caller'>,
): MergeObstacleReason | undefined {
  const requested = [{ ref: requestedBy }];
  if (settingsOf(to)?.fourEyes && isAmong({ ref: caller }, requested))
    return { code: 'requestedByYou', params: { environment: to } };
  const open = pullRequests.filter(({ state }) => state === 'open');
  const retargeted = open.find(isRetargeted);
  if (retargeted)
    return {
      code: 'retargeted',
      params: { branch: retargeted.base, to: retargeted.observed!.base },
    };
  if (open.some(isChanged)) return { code: 'changed', params: {} };
  const observed = open.flatMap(one => one.observed ?? []);
  const label = observed.find(({ holdLabel }) => holdLabel)?.holdLabel;
  if (label !== undefined) return { code: 'held', params: { label } };
  if (observed.some(({ isMergeable }) => isMergeable === false))
    return { code: 'conflicts', params: {} };
  // The host waits for those that are required
  if (settingsOf(to)?.merge?.whenReady) return undefined;
  const checks = observed.flatMap(one => one.checks ?? []);
  const failed = checks.reduce((sum, one) => sum + one.failed, 0);
  if (failed === 0) return undefined;
  const total = checks.reduce(
    (sum, one) => sum + one.passed + one.failed + one.pending,
    0,
  );
  const names = observed.flatMap(one => one.failedChecks ?? []);
  return { code: 'checksFailed', params: { failed, total, names } };
}
