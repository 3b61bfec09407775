import {
  consequenceSentence,
  PlanConsequence,
  PlanConsequenceReason,
  Promotion,
  PromotionPlan,
} from 'backstage-plugin-gitops-common';
import { healthySince } from '../../promotions/gates/soakTime';
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
    underWay: options.underWay,
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
