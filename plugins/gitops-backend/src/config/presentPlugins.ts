import type { Config } from '@backstage/config';
import { z } from 'zod';
import type { ConfigurationProblems } from './problems';
import type { InstanceConfig } from './schema';

const text = z.string().min(1);

/** Keys that only those plugins know are left to them. */
const argocd = z.object({
  username: text.optional(),
  password: text.optional(),
  appLocatorMethods: z
    .array(z.object({ type: text, instances: z.array(z.unknown()).optional() }))
    .optional(),
});

const instance = z.object({
  name: text,
  url: text,
  /** Roadie's: where people open Argo CD */
  frontendUrl: text.optional(),
  token: text.optional(),
  username: text.optional(),
  password: text.optional(),
});

/**
 * Reads the instances that the community's and Roadie's plugins are configured with
 * (`argocd.appLocatorMethods`), so that changing over needs no new configuration. As with them, a
 * token wins over a user and password, and an instance without credentials of its own uses
 * `argocd.username` and `argocd.password`. Unlike them, none are invented.
 */
export function readPresentPlugins(
  config: Config,
  problems: ConfigurationProblems,
): { instance: InstanceConfig; place: string }[] {
  if (!config.has('argocd.appLocatorMethods')) return [];
  const {
    username,
    password,
    appLocatorMethods = [],
  } = problems.read(argocd, config.getOptional('argocd'), 'argocd') ?? {};
  return appLocatorMethods.flatMap(({ type, instances = [] }, index) => {
    const place = `argocd.appLocatorMethods[${index}]`;
    if (type !== 'config') {
      problems.add(
        `${place}.type`,
        `"${type}" can't be read. Name the instances under gitops.argocd.instances`,
      );
      return [];
    }
    return instances.flatMap((value, at) => {
      const there = `${place}.instances[${at}]`;
      const one = problems.read(instance, value, there);
      if (!one) return [];
      const { frontendUrl: publicUrl, token, ...rest } = one;
      const { name, url } = one;
      const hasOwnUser = (rest.username ?? rest.password) !== undefined;
      const user = hasOwnUser ? rest : { username, password };
      return {
        instance: { name, url, publicUrl, ...(token ? { token } : user) },
        place: there,
      };
    });
  });
}
