import {
  consequenceSentence,
  DeploymentStatus,
  EnvironmentDeployment,
  PlanConsequence,
  PlanConsequenceReason,
  Promotion,
  PromotionPlan,
} from 'backstage-plugin-gitops-common';

import { syncOff } from '../../promotions/gates/syncOff';
import { shownChanges } from '../../promotions/plan/changes';
import type { Planned } from '../../promotions/plan/Planning';

/** A plan as it is answered. */
export function presentPlan(
  planned: Planned,
  options: {
    service: string;
    from: string;
    to: string;
    canOverride: boolean;
    underWay: Promotion | null;
  },
): PromotionPlan {
  const { kind, seen } = planned;
  return {
    id: planned.id,
    service: options.service,
    kind,
    from: options.from,
    to: options.to,
    versions: planned.versions,
    version: planned.version,
    target: statusOf(planned.target),
    seen: {
      isRunning: seen.isRunning,
      healthyForMs: seen.healthyForMs ?? null,
      until: seen.until ?? null,
    },
    changes: shownChanges(planned.changes),
    gates: planned.gates,
    canOverride: options.canOverride,
    consequence: consequenceOf(planned),
    underWay: options.underWay,
  };
}

/** Without its Applications, which a plan does not tell of. */
function statusOf({
  environment: _,
  title: __,
  applications: ___,
  ...status
}: EnvironmentDeployment): DeploymentStatus {
  return status;
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
