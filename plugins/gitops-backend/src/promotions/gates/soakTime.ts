import type { EnvironmentDeployment } from 'backstage-plugin-gitops-common';
import { block, Gate, pass } from './Gate';

/** Blocks until the source has been healthy at this version for the configured time. */
export const soakTime: Gate = {
  name: 'soak-time',
  check({ kind, source: from, settings, version, now }) {
    const requiredMs = settings?.soakTimeMs;
    if (kind === 'rollback' || requiredMs === undefined) return undefined;
    const source = from.title;
    const since = healthySince(from, version);
    if (since === undefined)
      return block('soakUnknown', { source, version, requiredMs });
    const healthyForMs = Math.max(0, now - Date.parse(since));
    const params = { source, healthyForMs, requiredMs };
    return healthyForMs >= requiredMs
      ? pass('soaked', params)
      : block('soaking', params);
  },
};

/**
 * Since when the version is the only one that runs, and healthy, in every Application of the
 * environment, regions for example: that of the last one to get there. Undefined where one of them
 * is not there, or it isn't known since when.
 */
export function healthySince(
  { applications }: EnvironmentDeployment,
  version: string,
): string | undefined {
  const times = applications
    // What runs nothing, such as a set of CRDs, has no version that could soak
    .filter(({ running, nothingRuns }) => running !== null || !nothingRuns)
    .map(({ state, running, since }) =>
      state === 'healthy' && running === version ? since : null,
    );
  const known = times.flatMap(time => time ?? []);
  if (known.length < times.length) return undefined;
  return known.sort((a, b) => Date.parse(a) - Date.parse(b)).at(-1);
}
