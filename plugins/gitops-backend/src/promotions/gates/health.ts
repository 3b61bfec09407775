import { deploymentReason } from './deploymentReason';
import { block, Gate, pass, refuse } from './Gate';

/** Blocks unless the source is healthy, and only this version runs there. */
export const health: Gate = {
  name: 'health',
  check({ kind, source: from, target, version }) {
    if (kind === 'rollback') return undefined;
    const { title: source, state, staleSince, running } = from;
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
