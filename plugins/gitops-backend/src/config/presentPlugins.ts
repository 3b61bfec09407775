import type { Config } from '@backstage/config';
import { z } from 'zod';
import type { ConfigurationProblems } from './problems';
import type { InstanceConfig } from './schema';

const instance = z.object({
  name: z.string().min(1),
  url: z.string().min(1),
  token: z.string().min(1).optional(),
  username: z.string().min(1).optional(),
  password: z.string().min(1).optional(),
});

const locator = z.object({
  type: z.string(),
  instances: z.array(instance).optional(),
});

/**
 * Reads the instances that the community's and Roadie's plugins are configured with (`argocd.appLocatorMethods`), so that changing over needs no new configuration.
 * An instance without credentials of its own uses `argocd.username` and `argocd.password`; unlike those plugins, none are invented.
 */
export function readPresentPlugins(
  config: Config,
  problems: ConfigurationProblems,
): { instance: InstanceConfig; place: string }[] {
  const methods: unknown = config.getOptional('argocd.appLocatorMethods');
  if (methods === undefined) return [];
  const place = 'argocd.appLocatorMethods';
  const parsed = z.array(locator).safeParse(methods);
  if (!parsed.success) {
    for (const { path } of parsed.error.issues) {
      const where = path
        .map(key => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
        .join('');
      problems.add(`${place}${where}`, 'is missing or not a text');
    }
    return [];
  }
  const username = config.getOptionalString('argocd.username');
  const password = config.getOptionalString('argocd.password');
  return parsed.data.flatMap((method, index) => {
    if (method.type !== 'config') {
      problems.add(
        `${place}[${index}].type`,
        `"${method.type}" can't be read. Name the instances under gitops.argocd.instances`,
      );
      return [];
    }
    return (method.instances ?? []).map((one, at) => {
      const hasOwn = (one.token ?? one.username ?? one.password) !== undefined;
      const own =
        one.token === undefined
          ? one
          : { ...one, username: undefined, password: undefined };
      return {
        instance: hasOwn ? own : { ...one, username, password },
        place: `${place}[${index}].instances[${at}]`,
      };
    });
  });
}
