import { block, Gate, pass } from './Gate';
import { duration } from './words';

/** Blocks until the source has been healthy at this version for the configured time. */
export const soakTime: Gate = {
  name: 'soak-time',
  check({ kind, source, settings, now }) {
    const atLeastMs = settings?.soakTimeMs;
    if (kind === 'rollback' || atLeastMs === undefined) return undefined;
    const required = `${duration(atLeastMs)} are required`;
    if (source.state !== 'healthy' || source.since === null)
      return block(
        `It isn't known for how long it has been healthy in ${source.title}; ${required}.`,
      );
    const healthyForMs = Math.max(0, now - Date.parse(source.since));
    const sentence = `Healthy in ${source.title} for ${duration(
      healthyForMs,
    )}, ${required}.`;
    return healthyForMs >= atLeastMs ? pass(sentence) : block(sentence);
  },
};
