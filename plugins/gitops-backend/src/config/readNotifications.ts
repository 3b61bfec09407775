import type { z } from 'zod';
import type { ConfigurationProblems } from './problems';
import type { gitopsSchema } from './schema';

/** When the owners of a service are notified that it stays unwell. */
export interface NotificationSettings {
  afterMs: number;
  /** Names of environments; all where it is absent */
  environments?: string[];
  states: ('failed' | 'degraded')[];
  /** Whether they are notified, too, that it is healthy again */
  recovery: boolean;
}

/** @param names - of the configured environments; undefined where the labels name them */
export function readNotifications(
  config: z.infer<typeof gitopsSchema>['notifications'],
  names: readonly string[] | undefined,
  problems: ConfigurationProblems,
): NotificationSettings | undefined {
  if (!config) return undefined;
  const { after, environments, states, recovery } = config;
  for (const name of environments ?? [])
    if (names && !names.includes(name))
      problems.add(
        'gitops.notifications.environments',
        `no environment is named "${name}". Configured: ${names.join(', ')}`,
      );
  return {
    afterMs: after,
    environments,
    states: states ?? ['failed', 'degraded'],
    recovery: recovery ?? false,
  };
}
