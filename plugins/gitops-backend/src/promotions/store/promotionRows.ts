import type {
  PromotionCause,
  PromotionKind,
  PromotionState,
} from 'backstage-plugin-gitops-common';
import type { StoredPromotion } from '../StoredPromotion';
import {
  date,
  hostOf,
  iso,
  json,
  parsed,
  PromotionRow,
  Undriven,
} from './rows';

export function promotionOf(row: PromotionRow): StoredPromotion {
  return {
    id: row.id,
    kind: row.kind as PromotionKind,
    service: row.service,
    from: row.from_environment,
    to: row.to_environment,
    version: row.version,
    previous: row.previous,
    versions: JSON.parse(row.versions),
    targets: JSON.parse(row.targets),
    gates: JSON.parse(row.gates),
    state: row.state as PromotionState,
    cause: JSON.parse(row.cause) as PromotionCause,
    obstacle: parsed(row.obstacle),
    requestedBy: row.requested_by,
    requestedByName: row.requested_by_name,
    reason: row.reason,
    automatic: parsed(row.automatic),
    overridden: Boolean(row.overridden),
    rollsBack: row.rolls_back ?? undefined,
    release: row.release_id ?? undefined,
    supersededBy: row.superseded_by ?? undefined,
    withdrawnBy: parsed(row.withdrawn_by),
    waves: JSON.parse(row.waves),
    passed: JSON.parse(row.passed),
    announced: row.announced,
    requestedAt: iso(row.requested_at)!,
    openedAt: iso(row.opened_at),
    mergedAt: iso(row.merged_at),
    refreshedAt: iso(row.refreshed_at),
    deployingAt: iso(row.deploying_at),
    endedAt: iso(row.ended_at),
    attempts: row.attempts,
  };
}

export function rowOfPromotion(
  promotion: StoredPromotion,
): Undriven<PromotionRow> {
  return {
    id: promotion.id,
    host: hostOf(promotion.targets[0]?.repositoryUrl ?? ''),
    kind: promotion.kind,
    service: promotion.service,
    from_environment: promotion.from,
    to_environment: promotion.to,
    version: promotion.version,
    previous: promotion.previous,
    versions: JSON.stringify(promotion.versions),
    targets: JSON.stringify(promotion.targets),
    gates: JSON.stringify(promotion.gates),
    state: promotion.state,
    cause: JSON.stringify(promotion.cause),
    obstacle: json(promotion.obstacle),
    requested_by: promotion.requestedBy,
    requested_by_name: promotion.requestedByName,
    reason: promotion.reason,
    automatic: json(promotion.automatic),
    overridden: promotion.overridden,
    rolls_back: promotion.rollsBack ?? null,
    release_id: promotion.release ?? null,
    superseded_by: promotion.supersededBy ?? null,
    withdrawn_by: json(promotion.withdrawnBy),
    waves: JSON.stringify(promotion.waves),
    passed: JSON.stringify(promotion.passed),
    announced: promotion.announced,
    requested_at: new Date(promotion.requestedAt),
    opened_at: date(promotion.openedAt),
    merged_at: date(promotion.mergedAt),
    refreshed_at: date(promotion.refreshedAt),
    deploying_at: date(promotion.deployingAt),
    ended_at: date(promotion.endedAt),
    attempts: promotion.attempts,
  };
}

/** What can change of a promotion: what was requested stays as it is, and is not written again. */
export function changesOfPromotion(
  promotion: StoredPromotion,
): Partial<PromotionRow> {
  const {
    id,
    host,
    kind,
    service,
    from_environment,
    to_environment,
    version,
    previous,
    versions,
    targets,
    gates,
    requested_by,
    requested_by_name,
    requested_at,
    reason,
    automatic,
    overridden,
    rolls_back,
    release_id,
    ...changes
  } = rowOfPromotion(promotion);
  return changes;
}
