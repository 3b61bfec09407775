import {
  GateReason,
  gateSentence,
  GateStatusAnswer,
  gitopsPromotionCreatePermission,
  Promotion,
  PromotionPullRequest,
  promotionSentence,
} from 'backstage-plugin-gitops-common';
import type { PromotionSettings } from '../../environments/PromotionSettings';
import {
  tellsOfSource,
  withoutSource,
} from '../../promotions/gates/withoutSource';
import { isOpen } from '../../promotions/lifecycle';
import { isChanged, isRetargeted } from '../../promotions/pullRequestCauses';
import type { GateStatus } from '../../promotions/statuses/GateStatus';
import type { PromotionRecord } from '../../promotions/store/Records';
import { mayMerge, mergeObstacleOf } from './mergeObstacleOf';
import type { Rights } from '../Rights';
import {
  isBeingDeployed,
  StoredPullRequest,
} from '../../promotions/StoredPromotion';

export interface Presenting {
  /** Reference of the caller */
  readonly caller: string;
  /** What they may do in an environment */
  readonly may: Rights['may'];
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
  record: PromotionRecord,
  presenting: Presenting,
): Promotion {
  const { promotion, pullRequests } = record;
  const { may, sees, urlOf, othersIn } = presenting;
  const { state, to } = promotion;
  const mayCreate = may(gitopsPromotionCreatePermission, to);
  // What it was planned from is there no more, or what was planned is not in it
  const isOvertaken = pullRequests.some(
    one =>
      one.observed?.isMergeable === false ||
      (one.update?.step === 'refused' &&
        one.update.because.reason === 'filesChanged') ||
      (one.state === 'open' && (isChanged(one) || isRetargeted(one))),
  );
  const wasMerged = promotion.mergedAt !== undefined;
  // Of several repositories: one took the change, another did not
  const isInPart =
    !wasMerged && pullRequests.some(one => one.state === 'merged');
  const obstacle = mergeObstacleOf(record, presenting);
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
      presentPullRequest(one, {
        service: promotion.service,
        others: othersIn(one.id),
        seesSource: sees(promotion.from),
      }),
    ),
    requestedBy: {
      ref: promotion.requestedBy,
      name: promotion.requestedByName,
    },
    reason: promotion.reason,
    ...(promotion.automatic && { automatic: promotion.automatic }),
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
    release: promotion.release ?? null,
    waves: [...promotion.waves],
    applications: promotion.targets.flatMap(target => {
      const url = urlOf(target);
      return url ? [{ name: target.name, url }] : [];
    }),
    can: {
      close: mayCreate && isOpen(state) && promotion.withdrawnBy === undefined,
      retry:
        mayCreate &&
        ((state === 'failed' && !wasMerged) ||
          (state === 'closed' && !wasMerged) ||
          (state === 'pullRequestOpen' && isOvertaken)),
      rollback:
        mayCreate &&
        ((wasMerged && state !== 'superseded') || (isInPart && hasStopped)) &&
        promotion.previous !== '',
      merge: mayMerge(record, presenting) && obstacle === undefined,
      stopFollowing: mayCreate && isBeingDeployed(state),
    },
    ...(obstacle && { mergeObstacle: obstacle }),
  };
}

function presentPullRequest(
  one: StoredPullRequest,
  options: { service: string; others: number; seesSource: boolean },
): PromotionPullRequest {
  const { service, others, seesSource } = options;
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
    gates: (one.statuses?.gates ?? []).map(status =>
      presentStatus(status, { service, seesSource }),
    ),
    others,
  };
}

/** Services of a release, and environments, may be seen by some people only. */
function presentStatus(
  status: GateStatus,
  { service, seesSource }: { service: string; seesSource: boolean },
): GateStatusAnswer {
  const { gate, state } = status;
  const isOwn = status.service === undefined || status.service === service;
  const reason = reasonShown(status, { isOwn, seesSource });
  return { gate, state, ...reason, sentence: gateSentence(reason) };
}

function reasonShown(
  { code, params }: GateStatus,
  { isOwn, seesSource }: { isOwn: boolean; seesSource: boolean },
): GateReason {
  if (!isOwn) return { code: 'ofOtherService', params: {} };
  return !seesSource && tellsOfSource({ code, params })
    ? { code: 'hidden', params: {} }
    : ({ code, params } as GateReason);
}
