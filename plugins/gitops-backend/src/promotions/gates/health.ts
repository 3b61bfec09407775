import { deploymentReason } from './deploymentReason';
import type { VersionSeen } from '../plan/versionSeen';
import type { Gate } from 'backstage-plugin-gitops-node';
import { block, GateContext, pass, refuse, warn } from './Gate';

/** What it judges by: a workflow that asks is judged alike. */
export type HealthFacts = Pick<
  GateContext,
  'kind' | 'source' | 'target' | 'version' | 'seen' | 'now'
>;

/**
 * Blocks unless the source is healthy and only this version runs there, or was seen healthy there
 * before it was replaced.
 */
export const health: Gate<HealthFacts> = {
  name: 'health',
  check({ kind, source: from, target, version, seen, now }) {
    if (kind === 'rollback') return undefined;
    const { title: source, state, staleSince, running } = from;
    if (!seen.isRunning && seen.artifacts)
      return wasHealthy(source, version, seen, now);
    // A rollback that is judged like a promotion comes from no other environment
    if (from.environment === target.environment && running !== version)
      return block('rollsForward', { version, environment: target.title });
    if (running === null)
      return from.nothingRuns
        ? refuse('nothingRuns', { source })
        : refuse('runningUnknown', { source });
    if (staleSince !== null)
      return block('sourceStale', { source, version, since: staleSince });
    if (running !== version)
      return block('otherVersionsRun', { source, version, running });
    if (state !== 'healthy')
      return block('sourceUnhealthy', { source, ...deploymentReason(from) });
    return pass('onlyVersionRuns', { source, version });
  },
};

function wasHealthy(
  source: string,
  version: string,
  { healthyForMs, state, until }: VersionSeen,
  now: number,
) {
  const endedAgoMs =
    until === undefined ? undefined : Math.max(0, now - Date.parse(until));
  const params = {
    source,
    version,
    ...(healthyForMs !== undefined && { healthyForMs }),
    ...(endedAgoMs !== undefined && { endedAgoMs }),
  };
  return state === 'degraded' || state === 'failed'
    ? warn('wasUnhealthyInTheEnd', params)
    : pass('wasHealthy', params);
}
