import type { Config } from '@backstage/config';

/**
 * How versions arrive in each environment of the portal, by its name. The GitOps backend refuses
 * what is malformed: here, it counts as absent.
 */
export function promotionModes(config: Config): ReadonlyMap<string, string> {
  const environments = config.getOptional('gitops.environments');
  const modes = new Map<string, string>();
  for (const one of Array.isArray(environments) ? environments : []) {
    const { name, promotion } = (one ?? {}) as {
      name?: unknown;
      promotion?: string | { mode?: unknown };
    };
    const mode = typeof promotion === 'string' ? promotion : promotion?.mode;
    if (typeof name === 'string')
      modes.set(name, String(mode ?? 'pullRequest'));
  }
  return modes;
}
