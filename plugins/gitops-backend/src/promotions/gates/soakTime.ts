import { block, Gate, pass } from './Gate';

/**
 * Blocks until the version has been healthy in the source for the configured time, in every one of
 * its Applications, such as regions. A version that was replaced keeps the time that it has earned.
 */
export const soakTime: Gate = {
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
