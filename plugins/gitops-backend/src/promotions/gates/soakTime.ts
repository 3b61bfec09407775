import type { Gate } from 'backstage-plugin-gitops-node';
import { block, GateContext, pass } from './Gate';

/** What it judges by: a workflow that asks is judged alike. */
export type SoakFacts = Pick<
  GateContext,
  'kind' | 'source' | 'seen' | 'settings' | 'version'
>;

/**
 * Blocks until the version has been healthy in the source for the configured time, in every one of
 * its Applications, such as regions. A version that was replaced keeps the time that it has earned.
 */
export const soakTime: Gate<SoakFacts> = {
  name: 'soak-time',
  check({ kind, source: from, seen, settings, version }) {
    const requiredMs = settings?.soakTimeMs;
    if (kind === 'rollback' || requiredMs === undefined) return undefined;
    const source = from.title;
    const { healthyForMs } = seen;
    if (healthyForMs === undefined)
      return block('soakUnknown', { source, version, requiredMs });
    const params = { source, healthyForMs, requiredMs };
    return healthyForMs >= requiredMs
      ? pass('soaked', params)
      : block('soaking', params);
  },
};
