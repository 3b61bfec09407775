import type {
  OpenPullRequests,
  PromotionCause,
  WhatStays,
} from 'backstage-plugin-gitops-common';
import { nameInCauses } from './automatic';
import { FOUR_EYES } from './gates/fourEyes';
import type {
  QueuedMerge,
  StoredPromotion,
  StoredPullRequest,
} from './StoredPromotion';

/** As people call them: `platform/gitops #12`. */
export function namesOf(pullRequests: readonly StoredPullRequest[]): string[] {
  return pullRequests.map(({ repository, number }) =>
    number === undefined ? repository : `${repository} #${number}`,
  );
}

/** Why a promotion waits whose pull requests are open. */
export function openBecause(
  pullRequests: readonly StoredPullRequest[],
): PromotionCause {
  const open = pullRequests.filter(one => one.state === 'open');
  const observed = open.flatMap(one => one.observed ?? []);
  const checks = observed.flatMap(one => one.checks ?? []);
  const sum = (of: 'passed' | 'failed' | 'pending') =>
    checks.reduce((total, one) => total + one[of], 0);
  const approvedBy = [
    ...new Set(observed.flatMap(one => one.approvedBy ?? [])),
  ];
  const retargeted = open.find(isRetargeted);
  const held = open.flatMap(one =>
    (one.statuses?.gates ?? []).filter(({ state }) => state !== 'success'),
  );
  const told = {
    pullRequests: namesOf(open),
    approvedBy,
    ...(checks.length > 0 && {
      checks: {
        passed: sum('passed'),
        failed: sum('failed'),
        pending: sum('pending'),
      },
    }),
    isChanged: open.some(isChanged),
    hasConflicts: observed.some(one => one.isMergeable === false),
    ...(retargeted && { retargetedTo: retargeted.observed!.base }),
    ...(held.length > 0 && {
      heldBy: [...new Set(held.map(({ gate }) => gate))],
    }),
    ...mergeFactsOf(open),
  };
  const left = open.flatMap(({ queued }) =>
    queued && isLeftToHost(queued) ? nameInCauses(queued.by) : [],
  );
  if (open.length > 0 && left.length === open.length)
    return {
      code: 'mergesWhenReady',
      params: { ...told, queuedBy: [...new Set(left)] },
    };
  return {
    code: approvedBy.length > 0 ? 'waitsForMerge' : 'waitsForReview',
    params: told,
  };
}

/** Whether the host is to merge it when it is ready. */
export function isLeftToHost({ state }: QueuedMerge): boolean {
  return state === 'taken' || state === 'wanted';
}

/** What prevents the merge of open pull requests, apart from checks and reviews. */
function mergeFactsOf(
  open: readonly StoredPullRequest[],
): Partial<OpenPullRequests> {
  const updates = open.flatMap(({ update }) => update ?? []);
  const refused = updates.find(({ step }) => step === 'refused');
  const holdLabel = open.find(one => one.observed?.holdLabel)?.observed
    ?.holdLabel;
  const { state, detail } =
    open.find(({ queued }) => queued && !isLeftToHost(queued))?.queued ?? {};
  return {
    ...(open.some(({ observed }) => observed?.isOutdated) && {
      isOutdated: true,
    }),
    ...(updates.some(({ step }) => step !== 'refused') && { isUpdating: true }),
    ...(refused?.step === 'refused' && { notUpdated: refused.because }),
    ...(holdLabel !== undefined && { holdLabel }),
    ...(state !== undefined &&
      state !== 'taken' &&
      state !== 'wanted' && {
        unqueued: { because: state, ...(detail !== undefined && { detail }) },
      }),
  };
}

/** Why a promotion is merged. */
export function mergedBecause(
  pullRequests: readonly StoredPullRequest[],
): PromotionCause {
  const by = [...new Set(pullRequests.flatMap(one => one.endedBy ?? []))];
  return {
    code: 'merged',
    params: {
      pullRequests: namesOf(pullRequests),
      by,
      ...(pullRequests.some(wasWithoutFourEyes) && { withoutFourEyes: true }),
    },
  };
}

/** Whether only who requested it is known to have wanted the merge, where that takes two people. */
function wasWithoutFourEyes({ state, statuses }: StoredPullRequest): boolean {
  const answer = statuses?.gates.find(({ gate }) => gate === FOUR_EYES);
  return state === 'merged' && answer?.state === 'pending';
}

/** Why a promotion ends of whose pull requests one was closed. */
export function closedBecause(
  promotion: StoredPromotion,
  pullRequests: readonly StoredPullRequest[],
): PromotionCause {
  const closed = pullRequests.filter(one => one.state === 'closed');
  const names = { pullRequests: namesOf(closed) };
  const stays = whatStays(promotion, pullRequests);
  if (promotion.supersededBy)
    return { code: 'closedForAnother', params: { ...stays, ...names } };
  // On the host it was the portal's account that closed what somebody withdrew
  const people = promotion.withdrawnBy
    ? [promotion.withdrawnBy.name]
    : closed.flatMap(one => one.endedBy ?? []);
  return {
    code: 'closedUnmerged',
    params: {
      ...stays,
      ...names,
      by: [...new Set(people)],
    },
  };
}

/** Of several pull requests some may have been merged before another was closed. */
export function whatStays(
  { to, previous }: StoredPromotion,
  pullRequests: readonly StoredPullRequest[],
): WhatStays {
  const merged = pullRequests.filter(one => one.state === 'merged');
  return { environment: to, previous, merged: namesOf(merged) };
}

/** The pull requests that were merged into another branch than the one that was planned. */
export function mergedElsewhere(
  pullRequests: readonly StoredPullRequest[],
): { pullRequests: string[]; branch: string } | undefined {
  const elsewhere = pullRequests.filter(
    one => one.state === 'merged' && isRetargeted(one),
  );
  return elsewhere.length > 0
    ? {
        pullRequests: namesOf(elsewhere),
        branch: elsewhere[0].observed!.base,
      }
    : undefined;
}

/** Whether somebody pushed to its branch. */
export function isChanged({ head, observed }: StoredPullRequest): boolean {
  return observed !== undefined && observed.head !== head;
}

/** Whether somebody made it go to another branch. */
export function isRetargeted({ base, observed }: StoredPullRequest): boolean {
  return observed !== undefined && observed.base !== base;
}
