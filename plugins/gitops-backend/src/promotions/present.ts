import {
  consequenceSentence,
  gitopsPromotionCreatePermission,
  gitopsPromotionMergePermission,
  PlanConsequence,
  PlanConsequenceReason,
  Promotion,
  PromotionPlan,
  PromotionPullRequest,
  promotionSentence,
} from 'backstage-plugin-gitops-common';
import type { ResourcePermission } from '@backstage/plugin-permission-common';
import type { PromotionSettings } from '../environments/PromotionSettings';
import { healthySince } from './gates/soakTime';
import { syncOff } from './gates/syncOff';
import { withoutSource } from './gates/withoutSource';
import { shownChanges } from './plan/changes';
import type { Planned } from './plan/Planner';
import { isOpen } from './lifecycle';
import type { PromotionRecord } from './store/Records';
import { isBeingDeployed, StoredPullRequest } from './StoredPromotion';

/** What the caller may do in an environment. */
export type Rights = (
  permission: ResourcePermission,
  environment: string,
) => boolean;

export interface Presenting {
  readonly rights: Rights;
  /** Whether the caller may see an environment of the service */
  sees(environment: string): boolean;
  settingsOf(environment: string): PromotionSettings | undefined;
  /** Address of an Application in Argo CD's own UI; undefined where it is gone */
  urlOf(target: {
    instance: string;
    namespace: string;
    name: string;
  }): string | undefined;
  othersIn(pullRequestId: string): number;
}

/** A promotion as it is answered to one caller. */
export function presentPromotion(
  { promotion, pullRequests }: PromotionRecord,
  { rights, sees, settingsOf, urlOf, othersIn }: Presenting,
): Promotion {
  const { state, to } = promotion;
  const mayCreate = rights(gitopsPromotionCreatePermission, to);
  const conflicts = pullRequests.some(
    ({ observed }) => observed?.isMergeable === false,
  );
  const wasMerged = promotion.mergedAt !== undefined;
  // Of several repositories: one took the change, another did not
  const isInPart =
    !wasMerged && pullRequests.some(one => one.state === 'merged');
  const hasStopped = state === 'closed' || state === 'failed';
  return {
    id: promotion.id,
    kind: promotion.kind,
    service: promotion.service,
    from: promotion.from,
    to,
    versions: [...promotion.versions],
    version: promotion.version,
    previous: promotion.previous,
    state,
    cause: promotion.cause,
    sentence: promotionSentence(promotion.cause),
    obstacle: promotion.obstacle ?? null,
    problem: promotion.obstacle ? promotionSentence(promotion.obstacle) : null,
    pullRequests: pullRequests.map(one =>
      presentPullRequest(one, othersIn(one.id)),
    ),
    requestedBy: {
      ref: promotion.requestedBy,
      name: promotion.requestedByName,
    },
    reason: promotion.reason,
    overridden: promotion.overridden,
    gates: sees(promotion.from)
      ? [...promotion.gates]
      : withoutSource(promotion.gates),
    requestedAt: promotion.requestedAt,
    openedAt: promotion.openedAt ?? null,
    mergedAt: promotion.mergedAt ?? null,
    deployingAt: promotion.deployingAt ?? null,
    endedAt: promotion.endedAt ?? null,
    supersededBy: promotion.supersededBy ?? null,
    rollsBack: promotion.rollsBack ?? null,
    waves: [...promotion.waves],
    applications: promotion.targets.flatMap(target => {
      const url = urlOf(target);
      return url ? [{ name: target.name, url }] : [];
    }),
    can: {
      close:
        mayCreate &&
        isOpen(state) &&
        promotion.withdrawnBy === undefined &&
        pullRequests.every(one => othersIn(one.id) === 0),
      retry:
        mayCreate &&
        ((state === 'failed' && !wasMerged) ||
          (state === 'closed' && !wasMerged) ||
          (state === 'pullRequestOpen' && conflicts)),
      rollback:
        mayCreate &&
        ((wasMerged && state !== 'superseded') || (isInPart && hasStopped)) &&
        promotion.previous !== '',
      merge:
        state === 'pullRequestOpen' &&
        settingsOf(to)?.merge !== undefined &&
        rights(gitopsPromotionMergePermission, to),
      stopFollowing: mayCreate && isBeingDeployed(state),
    },
  };
}

function presentPullRequest(
  one: StoredPullRequest,
  others: number,
): PromotionPullRequest {
  return {
    repository: one.repository,
    number: one.number ?? null,
    url: one.url ?? null,
    state: one.state,
    mergeCommit: one.mergeCommit ?? null,
    endedBy: one.endedBy ?? null,
    openedAt: one.openedAt ?? null,
    endedAt: one.endedAt ?? null,
    checks: one.observed?.checks ?? null,
    approvedBy: one.observed?.approvedBy ?? [],
    others,
  };
}

/** A plan as it is answered. */
export function presentPlan(
  planned: Planned,
  options: {
    service: string;
    from: string;
    to: string;
    canOverride: boolean;
    presenting: Presenting | undefined;
  },
): PromotionPlan {
  const { source, target, kind, version } = planned;
  const since =
    kind === 'promotion' ? healthySince(source, version) : undefined;
  return {
    id: planned.id,
    service: options.service,
    kind,
    from: options.from,
    to: options.to,
    versions: planned.versions,
    version: planned.version,
    running: target.running,
    healthySince: since ?? null,
    changes: shownChanges(planned.changes),
    gates: planned.gates,
    canOverride: options.canOverride,
    consequence: consequenceOf(planned),
    underWay:
      planned.underWay && options.presenting
        ? presentPromotion(planned.underWay, options.presenting)
        : null,
  };
}

function consequenceOf({ changes, gates }: Planned): PlanConsequence {
  const reason: PlanConsequenceReason =
    changes.length === 0
      ? { code: 'nothingChanges', params: {} }
      : {
          code: 'opensPullRequest',
          params: {
            repositories: [...new Set(changes.map(one => one.repository))],
            deploysOnMerge: !gates.some(({ gate }) => gate === syncOff.name),
          },
        };
  return { ...reason, sentence: consequenceSentence(reason) };
}
