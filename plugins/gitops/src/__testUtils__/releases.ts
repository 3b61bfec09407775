import {
  PlannedService,
  Release,
  ReleaseObstacleReason,
  releaseObstacleSentence,
  ReleasePlan,
  PromotionPlan,
} from 'backstage-plugin-gitops-common';
import { can, plan, promotion } from './promotions';

const nameOf = (name: string) => `component:default/${name}`;

/** A release of two services whose pull request waits for a review. */
export function release(overrides: Partial<Release> = {}): Release {
  const promotions = ['orders', 'payments'].map(name =>
    promotion({
      id: `promotion-of-${name}`,
      service: nameOf(name),
      release: 'r1',
      can: can('close'),
    }),
  );
  const { kind, from, to, reason, requestedBy, requestedAt } = promotions[0];
  return {
    id: 'r1',
    kind,
    from,
    to,
    reason,
    requestedBy,
    requestedAt,
    state: 'pullRequestOpen',
    promotions,
    hidden: 0,
    can: { close: true, merge: false, rollback: false },
    ...overrides,
  };
}

/** A service with a plan. */
export function planned(
  name: string,
  overrides: Partial<PromotionPlan> = {},
): PlannedService {
  const service = nameOf(name);
  return {
    service,
    plan: plan({ id: `plan-of-${name}`, service, ...overrides }),
    obstacle: null,
  };
}

/** A service that can't come. */
export function left(
  name: string,
  reason: ReleaseObstacleReason,
): PlannedService {
  return {
    service: nameOf(name),
    plan: null,
    obstacle: { ...reason, sentence: releaseObstacleSentence(reason) },
  };
}

export function releasePlan(
  services: PlannedService[] = [planned('orders'), planned('payments')],
): ReleasePlan {
  return { kind: 'promotion', from: 'staging', to: 'production', services };
}
